using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <summary>The boolean variables with an effect on the start.</summary>
internal static class LaunchFlags
{
    /// <summary>Whether a flag is set.</summary>
    /// <param name="whenUnset">The value when it is not set or not a boolean.</param>
    public static bool IsSet(VariableTable variables, string name, bool whenUnset, FindingList findings)
    {
        if (variables[name] is not { Length: > 0 } text)
        {
            return whenUnset;
        }

        if (BooleanSpelling.TryParse(text, out var value))
        {
            return value;
        }

        findings.Add(new Finding(Rules.InvalidFlag, $"{name} is not a boolean and is ignored")
        {
            Place = new Place(new Source(SourceKind.Variable, name)),
            Remedy = $"write {name}=true or {name}=false",
        });
        return whenUnset;
    }

    /// <summary>Whether the start is to be described in full, by <c>VERBOSE_STARTUP</c> or its former name.</summary>
    /// <param name="findings">Takes <c>invalid-flag</c> and <c>deprecated-name</c>.</param>
    public static bool IsVerboseStartup(VariableTable variables, FindingList findings)
    {
        if (variables["VERBOSE_STARTUP"] is { } text)
        {
            return text.Length == 0 || IsSet(variables, "VERBOSE_STARTUP", whenUnset: false, findings);
        }

        if (variables["BUNDLE_DEBUG"] is not { } legacy)
        {
            return false;
        }

        findings.Add(new Finding(Rules.DeprecatedName, "the name BUNDLE_DEBUG is deprecated")
        {
            Place = new Place(new Source(SourceKind.Variable, "BUNDLE_DEBUG")),
            Remedy = "use VERBOSE_STARTUP",
        });
        return legacy.Length == 0 || IsSet(variables, "BUNDLE_DEBUG", whenUnset: false, findings);
    }
}
