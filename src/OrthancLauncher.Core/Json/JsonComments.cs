namespace OrthancLauncher.Core.Json;

/// <summary>Finds the comments of a JSON text.</summary>
internal static class JsonComments
{
    /// <summary>Where the comments stand, in order.</summary>
    /// <param name="content">The text, which need not be correct.</param>
    public static List<(int Start, int End)> Find(ReadOnlySpan<byte> content)
    {
        var comments = new List<(int, int)>();
        var i = 0;
        while (i < content.Length)
        {
            var next = content[i..].IndexOfAny((byte)'"', (byte)'/');
            if (next < 0)
            {
                break;
            }

            i += next;
            if (content[i] == (byte)'"')
            {
                i = EndOfString(content, i);
                continue;
            }

            var end = EndOfComment(content, i);
            if (end > i)
            {
                comments.Add((i, end));
            }

            i = Math.Max(end, i + 1);
        }

        return comments;
    }

    /// <summary>The text with spaces in place of its comments, so that every position stays.</summary>
    /// <param name="comments">Where its comments stand.</param>
    public static byte[] Blank(ReadOnlySpan<byte> content, List<(int Start, int End)> comments)
    {
        var blanked = content.ToArray();
        foreach (var (start, end) in comments)
        {
            foreach (ref var b in blanked.AsSpan(start, end - start))
            {
                b = b is (byte)'\n' or (byte)'\r' ? b : (byte)' ';
            }
        }

        return blanked;
    }

    private static int EndOfString(ReadOnlySpan<byte> content, int start)
    {
        var i = start + 1;
        while (i < content.Length && content[i] is not ((byte)'"' or (byte)'\n'))
        {
            i += content[i] == (byte)'\\' ? 2 : 1;
        }

        return Math.Min(i + 1, content.Length);
    }

    private static int EndOfComment(ReadOnlySpan<byte> content, int start)
    {
        var rest = content[start..];
        if (rest.StartsWith("//"u8))
        {
            var line = rest.IndexOfAny((byte)'\n', (byte)'\r');
            return line < 0 ? content.Length : start + line;
        }

        if (!rest.StartsWith("/*"u8))
        {
            return start;
        }

        var close = rest[2..].IndexOf("*/"u8);
        // A comment that is never closed is an error, not a comment.
        return close < 0 ? start : start + close + 4;
    }
}
