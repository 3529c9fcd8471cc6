using System.Text;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>The smallest DICOM file that Orthanc stores.</summary>
internal static class DicomFile
{
    private const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
    private const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    /// <summary>A file of one patient, explicit VR little endian, without pixels.</summary>
    public static byte[] Create(string patientName)
    {
        const string Instance = "1.2.826.0.1.3680043.10.1.1";
        byte[] meta =
        [
            .. Element(0x0002, 0x0002, "UI", SecondaryCapture),
            .. Element(0x0002, 0x0003, "UI", Instance),
            .. Element(0x0002, 0x0010, "UI", ExplicitLittleEndian),
        ];
        return
        [
            .. new byte[128],
            .. "DICM"u8,
            .. Element(0x0002, 0x0000, "UL", BitConverter.GetBytes(meta.Length)),
            .. meta,
            .. Element(0x0008, 0x0016, "UI", SecondaryCapture),
            .. Element(0x0008, 0x0018, "UI", Instance),
            .. Element(0x0010, 0x0010, "PN", patientName),
            .. Element(0x0010, 0x0020, "LO", "patient-1"),
            .. Element(0x0020, 0x000D, "UI", Instance + ".2"),
            .. Element(0x0020, 0x000E, "UI", Instance + ".3"),
        ];
    }

    private static byte[] Element(ushort group, ushort element, string representation, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var padding = representation == "UI" ? (byte)0 : (byte)' ';
        return Element(group, element, representation, bytes.Length % 2 == 0 ? bytes : [.. bytes, padding]);
    }

    private static byte[] Element(ushort group, ushort element, string representation, byte[] value) =>
    [
        .. BitConverter.GetBytes(group),
        .. BitConverter.GetBytes(element),
        .. Encoding.ASCII.GetBytes(representation),
        .. BitConverter.GetBytes((ushort)value.Length),
        .. value,
    ];
}
