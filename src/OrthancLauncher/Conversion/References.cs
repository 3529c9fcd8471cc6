using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Conversion;

/// <summary>
/// The variables that a configuration file names. Those that are not given stay in the text: nothing of a file that is
/// only rewritten should get lost, least of all the end of a password such as <c>pa$word</c>.
/// </summary>
internal static class References
{
    /// <summary>Stands before a reference that is still one in the new file.</summary>
    public const char Mark = '\uF8FF';

    /// <summary>Finds values for what is not given: the references themselves.</summary>
    /// <param name="content">Its bytes.</param>
    public static IReadOnlyList<EnvironmentVariable> Kept(Source source, ReadOnlyMemory<byte> content, VariableTable given, bool isMarked,
        FindingList findings)
    {
        var names = new List<string>();
        Substitution.Apply(new SourceText(source, content), name => given[name] ?? Remember(name), new FindingList(), out _);
        var text = Encoding.UTF8.GetString(content.Span);
        var kept = new List<EnvironmentVariable>();
        var hasBare = false;
        foreach (var name in names.Distinct())
        {
            var isBraced = text.Contains($"${{{name}}}", StringComparison.Ordinal);
            if (!isBraced && text.Contains($"${{{name}", StringComparison.Ordinal))
            {
                // It has a default or a message of its own.
                continue;
            }

            kept.Add(new EnvironmentVariable(name, $"{(isMarked ? $"{Mark}" : "")}{(isBraced ? $"${{{name}}}" : $"${name}")}"));
            hasBare |= !isBraced;
            if (isBraced)
            {
                findings.Add(new Finding(Rules.UnsetVariable, $"the variable {name} is not set, so ${{{name}}} is left as it is")
                {
                    Place = new Place(source),
                    Remedy = $"add --env {name}=VALUE to have its value",
                });
            }
        }

        if (hasBare)
        {
            // What follows such a dollar may be a piece of a password, so it is not named.
            findings.Add(
                new Finding(Rules.UnsetVariable, "`$` is followed by the name of a variable that is not set; left as it is")
                {
                    Place = new Place(source),
                });
        }

        return kept;

        string? Remember(string name)
        {
            names.Add(name);
            return null;
        }
    }

    /// <summary>Whether a text is nothing but one reference, which is no secret itself.</summary>
    public static bool IsReference(string text) => text.StartsWith(Mark) && text.AsSpan(2).IndexOfAnyExcept(Allowed) < 0;

    /// <summary>The text without marks.</summary>
    public static string Unmarked(string text) => text.Replace($"{Mark}", "", StringComparison.Ordinal);

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("{}_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
