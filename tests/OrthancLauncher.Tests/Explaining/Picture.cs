using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OrthancLauncher.Tests.Explaining;

/// <summary>A PNG as browsers write it: eight bits a channel, not interlaced.</summary>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Bytes)
{
    /// <summary>How many different colours there are.</summary>
    public int Colours
    {
        get
        {
            var colours = new HashSet<(byte, byte, byte)>();
            for (var i = 0; i < Bytes.Length; i += Channels)
            {
                colours.Add((Bytes[i], Bytes[i + 1], Bytes[i + 2]));
            }

            return colours.Count;
        }
    }

    /// <summary>How bright it is, from 0 to 255.</summary>
    public double Brightness
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < Bytes.Length; i += Channels)
            {
                sum += Bytes[i] + Bytes[i + 1] + Bytes[i + 2];
            }

            return sum / 3.0 / (Bytes.Length / Channels);
        }
    }

    public static Picture Read(ReadOnlySpan<byte> file)
    {
        int width = 0, height = 0, channels = 0;
        using var packed = new MemoryStream();
        for (var position = 8; position < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[position..]);
            var data = file.Slice(position + 8, length);
            switch (Encoding.ASCII.GetString(file.Slice(position + 4, 4)))
            {
                case "IHDR":
                    width = BinaryPrimitives.ReadInt32BigEndian(data);
                    height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                    data[8].Should().Be(8);
                    data[12].Should().Be(0);
                    channels = data[9] == 6 ? 4 : 3;
                    break;
                case "IDAT":
                    packed.Write(data);
                    break;
            }

            position += length + 12;
        }

        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var bytes = new byte[width * height * channels];
        var row = width * channels;
        for (var y = 0; y < height; y++)
        {
            var filter = unpacked.ReadByte();
            unpacked.ReadExactly(bytes, y * row, row);
            Restore(bytes, y * row, row, channels, filter, hasAbove: y > 0);
        }

        return new Picture(width, height, channels, bytes);
    }

    /// <summary>Undoes the filter by which a row was made easier to compress.</summary>
    private static void Restore(byte[] bytes, int start, int row, int channels, int filter, bool hasAbove)
    {
        for (var i = start; i < start + row; i++)
        {
            int left = i - start >= channels ? bytes[i - channels] : 0;
            int above = hasAbove ? bytes[i - row] : 0;
            int corner = hasAbove && i - start >= channels ? bytes[i - row - channels] : 0;
            bytes[i] += (byte)(filter switch
            {
                1 => left,
                2 => above,
                3 => (left + above) / 2,
                4 => Nearest(left, above, corner),
                _ => 0,
            });
        }
    }

    private static int Nearest(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (byLeft, byAbove, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
    }
}
