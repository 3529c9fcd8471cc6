using System.Buffers.Binary;
using System.Text;

namespace OrthancLauncher.Reports;

/// <summary>
/// Files in one archive, <c>.tar.gz</c>, which only their owner can read once it is unpacked. What is small enough to be sent as it is
/// is not compressed: the libraries for it would make the executable larger by a twentieth.
/// </summary>
internal static class SupportBundle
{
    private const int BlockLength = 512;

    /// <param name="folder">The folder that they are unpacked to.</param>
    /// <param name="time">When they were made.</param>
    public static byte[] Pack(string folder, IEnumerable<(string Name, string Text)> files, DateTimeOffset time)
    {
        using var archive = new MemoryStream();
        foreach (var (name, text) in files)
        {
            var content = Encoding.UTF8.GetBytes(text);
            archive.Write(Header($"{folder}/{name}", content.Length, time.ToUnixTimeSeconds()));
            archive.Write(content);
            archive.Write(new byte[(BlockLength - (content.Length % BlockLength)) % BlockLength]);
        }

        // Two empty blocks are the end.
        archive.Write(new byte[2 * BlockLength]);
        return Zip(archive.ToArray());
    }

    /// <summary>The block before a file, as POSIX describes <c>ustar</c>: texts and octal numbers at fixed places.</summary>
    private static byte[] Header(string name, long length, long time)
    {
        var block = new byte[BlockLength];
        Put(block, 0, name);
        Put(block, 100, "0000600");
        Put(block, 108, "0000000");
        Put(block, 116, "0000000");
        Put(block, 124, Octal(length, 11));
        Put(block, 136, Octal(time, 11));
        // The sum is made as if it were blanks itself.
        Put(block, 148, "        ");
        Put(block, 156, "0");
        Put(block, 257, "ustar\00000");
        var sum = 0;
        foreach (var value in block)
        {
            sum += value;
        }

        Put(block, 148, Octal(sum, 6) + "\0 ");
        return block;
    }

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');

    private static void Put(byte[] block, int start, string text) => Encoding.ASCII.GetBytes(text, block.AsSpan(start));

    /// <summary>The bytes as RFC 1952 (gzip) has them, in the stored blocks of RFC 1951.</summary>
    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        zipped.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]);
        Span<byte> numbers = stackalloc byte[8];
        for (var start = 0; start < content.Length; start += ushort.MaxValue)
        {
            var length = Math.Min(ushort.MaxValue, content.Length - start);
            zipped.WriteByte(start + length == content.Length ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt16LittleEndian(numbers, (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(numbers[2..], (ushort)~length);
            zipped.Write(numbers[..4]);
            zipped.Write(content.AsSpan(start, length));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(numbers, Crc(content));
        BinaryPrimitives.WriteUInt32LittleEndian(numbers[4..], (uint)content.Length);
        zipped.Write(numbers);
        return zipped.ToArray();
    }

    private static uint Crc(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        return ~crc;
    }
}
