using System.Numerics;

namespace OrthancLauncher.Core.Naming;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Spelling
{
    private const int ShortestWord = 4;

    /// <summary>The candidate nearest to a word, by single letters added, dropped, changed or swapped.</summary>
    /// <returns>The nearest candidate, or null if none is near enough. A short word with another letter is another word.</returns>
    public static string? Nearest(string word, IEnumerable<string> candidates) => Nearest(word, candidates, MostChanges(word));

    /// <param name="most">The most changes that may lead to a candidate; few are found out much faster.</param>
    public static string? Nearest(string word, IEnumerable<string> candidates, int most)
    {
        string? nearest = null;
        var best = most + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= best)
            {
                continue;
            }

            var distance = Distance(word, candidate, best);
            if (distance < best && (distance == 0 || word.Length >= ShortestWord || candidate.Length != word.Length))
            {
                best = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>How many single changes may lead from a word to what was meant.</summary>
    public static int MostChanges(string word) => Math.Max(1, Math.Min(word.Length / 3, 2 + (word.Length / 6)));

    /// <summary>How many single changes lead from one word to another; letters' case does not count.</summary>
    /// <param name="from">The one word.</param>
    /// <param name="to">The other word.</param>
    /// <param name="limit">A distance of this and more need not be known exactly, which saves most of the work.</param>
    /// <returns>The distance, or <paramref name="limit"/> if it is not smaller.</returns>
    public static int Distance(string from, string to, int limit = int.MaxValue)
    {
        limit = Math.Min(limit, Math.Max(from.Length, to.Length) + 1);
        // Each change brings in one letter that the other word lacks; most words are told apart by that.
        var (fromLetters, toLetters) = (LettersOf(from), LettersOf(to));
        if (Math.Abs(from.Length - to.Length) >= limit
            || BitOperations.PopCount(fromLetters & ~toLetters) >= limit || BitOperations.PopCount(toLetters & ~fromLetters) >= limit)
        {
            return limit;
        }

        var beforePrevious = new int[to.Length + 1];
        var previous = new int[to.Length + 1];
        var current = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            previous[j] = j;
        }

        var leastBefore = 0;
        for (var i = 1; i <= from.Length; i++)
        {
            // Further from the diagonal, as many letters were added or dropped as the limit.
            var first = Math.Max(1, i - limit + 1);
            var last = Math.Min(to.Length, i + limit - 1);
            current[first - 1] = first == 1 ? Math.Min(i, limit) : limit;
            var least = current[first - 1];
            for (var j = first; j <= last; j++)
            {
                var cost = Same(from[i - 1], to[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }

                least = Math.Min(least, current[j]);
            }

            if (last < to.Length)
            {
                current[last + 1] = limit;
            }

            // A swap skips a row, so both rows must be as far away.
            if (least >= limit && leastBefore >= limit)
            {
                return limit;
            }

            leastBefore = least;
            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return Math.Min(previous[to.Length], limit);
    }

    /// <summary>A set of letters regardless of case; several characters that are no letters may be one.</summary>
    private static uint LettersOf(string word)
    {
        var letters = 0u;
        foreach (var character in word)
        {
            letters |= 1u << (char.IsAscii(character) ? character & 31 : 0);
        }

        return letters;
    }

    private static bool Same(char left, char right) =>
        left == right || char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
