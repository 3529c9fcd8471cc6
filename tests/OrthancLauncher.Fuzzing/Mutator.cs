using System.Text;

namespace OrthancLauncher.Fuzzing;

/// <summary>Makes new inputs of old ones.</summary>
internal sealed class Mutator(Random random)
{
    private const int LongestInput = 8 * 1024;

    private static readonly byte[] Interesting =
        [0, 9, 10, 13, .. " \"'#$%&*+,-./0189:;<=>?@AZ[\\]^_`az{|}~"u8, 0x7F, 0x80, 0xC3, 0xED, 0xFF];

    /// <summary>A few random changes of an input.</summary>
    /// <param name="other">Another input, of which a piece may be taken.</param>
    /// <param name="tokens">Words that mean something to what reads the input.</param>
    public byte[] Mutate(byte[] input, byte[] other, IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>(input);
        for (var left = 1 << random.Next(5); left > 0; left--)
        {
            Change(bytes, other, tokens);
        }

        if (bytes.Count > LongestInput)
        {
            bytes.RemoveRange(LongestInput, bytes.Count - LongestInput);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other, IReadOnlyList<string> tokens)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(Length(), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 2:
                bytes.Insert(at, Interesting[random.Next(Interesting.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, Slice([.. bytes]));
                break;
            case 5:
                bytes.InsertRange(at, Slice(other));
                break;
            case 6:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Slice(other));
                break;
            case 7:
                var repeated = bytes.GetRange(at, length);
                for (var times = random.Next(1, 33); times > 0 && bytes.Count < LongestInput; times--)
                {
                    bytes.InsertRange(at, repeated);
                }

                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Count)]));
                break;
        }
    }

    private byte[] Slice(byte[] of)
    {
        var at = random.Next(of.Length + 1);
        return of[at..(at + Math.Min(Length(), of.Length - at))];
    }

    /// <summary>Mostly short.</summary>
    private int Length() => random.Next(1 << random.Next(1, 9));
}
