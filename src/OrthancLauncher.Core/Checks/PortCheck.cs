using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>Compares the ports that a deployment publishes or asks with those on which Orthanc listens.</summary>
internal static class PortCheck
{
    private const int DefaultHttpPort = 8042, DefaultDicomPort = 4242;

    /// <summary>Plugins that can listen on ports of their own.</summary>
    private static readonly string[] Listeners = ["Python", "Java", "MultitenantDicom"];

    public static void Run(CheckContext context, IReadOnlyCollection<UsedPort> ports)
    {
        if (ports.Count == 0 || !TryRead(context, "HttpServerEnabled", "HttpPort", out var http))
        {
            return;
        }

        var others = !TryRead(context, "DicomServerEnabled", "DicomPort", out var dicom)
            || context.Plugins.Any(state => state.IsEnabled && Listeners.Contains(state.Plugin.Name));
        foreach (var port in ports)
        {
            if (IsIn(port, http) || (!port.IsHealthCheck && (others || IsIn(port, dicom))))
            {
                continue;
            }

            var range = port.First == port.Last ? Text(port.First) : $"{Text(port.First)}-{Text(port.Last)}";
            var listening = port.IsHealthCheck ? Listening(http, null) : Listening(http, dicom);
            context.Findings.Add(new Finding(
                Rules.WrongPort,
                $"{(port.IsHealthCheck ? "the health check asks" : "the deployment publishes")} port {range}"
                    + $"{(port.IsTcp ? "" : "/udp")} of the container, but Orthanc listens on {listening}")
            {
                Place = port.Place,
                Remedy = port.IsTcp ? "use that port, or set HttpPort or DicomPort" : "remove it; Orthanc uses TCP only",
            });
        }
    }

    private static bool IsIn(UsedPort used, int? port) => used.IsTcp && used.First <= port && port <= used.Last;

    private static string Listening(int? http, int? dicom) => (http, dicom) switch
    {
        ({ } one, { } two) => $"{Text(one)} (HTTP) and {Text(two)} (DICOM)",
        ({ } one, null) => $"{Text(one)} (HTTP)",
        (null, { } two) => $"{Text(two)} (DICOM)",
        _ => "none",
    };

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads on which port a server listens; null if it is off.</summary>
    /// <returns>False where that is not known.</returns>
    private static bool TryRead(CheckContext context, string isOn, string setting, out int? port)
    {
        var isListening = context.IsTrue(isOn, whenAbsent: true);
        port = isListening ? PortOf(context, setting) : null;
        return !isListening || port is not null;
    }

    /// <summary>
    /// The port that <c>HttpPort</c> or <c>DicomPort</c> sets, its default where it is not set, or null if not known. A number of another
    /// type is what the user means, and is reported by itself.
    /// </summary>
    public static int? PortOf(CheckContext context, string setting)
    {
        var node = context.Configuration.Root[setting];
        if (!node.Exists)
        {
            return setting == "HttpPort" ? DefaultHttpPort : DefaultDicomPort;
        }

        var text = node switch
        {
            { Merged: null, Kind: JsonKind.Number } => Encoding.UTF8.GetString(node.Value.Raw),
            _ => CheckContext.TextOf(node),
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= ushort.MaxValue && decimal.IsInteger(number) ? (int)number : null;
    }
}
