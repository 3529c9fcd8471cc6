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
    /// <param name="target">What is written: <c>env</c>, <c>compose</c>, <c>kubernetes</c> or <c>json</c>.</param>
    /// <param name="findings">Takes <c>unset-variable</c>; an error where the target substitutes nothing.</param>
    public static IReadOnlyList<EnvironmentVariable> Kept(
        Source source, ReadOnlyMemory<byte> content, VariableTable given, string target, FindingList findings)
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
                findings.Add(Unset(source, name, ", so the default in the file is written"));
                continue;
            }

            // A dollar inside a string may as well be part of a password.
            var isReference = isBraced || text.Contains($"\"${name}\"", StringComparison.Ordinal);
            var isMarked = target == "json" || (target == "compose" && isReference);
            kept.Add(new EnvironmentVariable(name, $"{(isMarked ? $"{Mark}" : "")}{(isBraced ? $"${{{name}}}" : $"${name}")}"));
            hasBare |= !isReference;
            if (isReference)
            {
                var finding = Unset(source, name, Consequence(target, name));
                findings.Add(isMarked ? finding : finding with
                {
                    Severity = Severity.Error,
                    Remedy = $"{finding.Remedy}, or convert to compose or json, which can refer to it",
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

    private static string Consequence(string target, string name) => target switch
    {
        "env" => ", and docker substitutes nothing in an env file",
        "kubernetes" => ", and a manifest can only refer to variables that it sets itself",
        "compose" => $", so compose will substitute ${{{name}}}",
        _ => $", so ${{{name}}} is left as it is",
    };

    private static Finding Unset(Source source, string name, string consequence) =>
        new(Rules.UnsetVariable, $"the variable {name} is not set{consequence}")
        {
            Place = new Place(source),
            Remedy = $"add --env {name}=VALUE to have its value",
        };

    /// <summary>Whether a text has a reference that is still one in the new file.</summary>
    public static bool IsIn(string text) => text.Contains(Mark);

    /// <summary>Whether a text is nothing but one reference, which is no secret itself.</summary>
    public static bool IsReference(string text) => text.StartsWith(Mark) && text.AsSpan(2).IndexOfAnyExcept(Allowed) < 0;

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("{}_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
