using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>What stands for a value that only the real container sees.</summary>
internal static class UnknownValue
{
    /// <param name="variable">The variable whose value is not known.</param>
    /// <returns>A placeholder, or null where the setting takes none and is best left out.</returns>
    public static string? TextFor(string variable, VariableNaming naming, SettingsCatalogue catalogue)
    {
        if (naming.PointedVariable(variable) is not null)
        {
            // Which secret is meant is not known either; a made-up name would only be complained about.
            return null;
        }

        if (variable == SpecialVariables.WholeConfiguration)
        {
            return null;
        }

        if (!naming.IsSettingVariable(variable))
        {
            return SecretText.Mask;
        }

        var definition = naming.Resolve(variable, out _) is { } name ? catalogue.Find(name.Segments) : default;
        if (!definition.Exists || definition.Types.HasFlag(SettingTypes.String))
        {
            return SecretText.Mask;
        }

        // Users that are not known are still users: without any, a launch would be refused.
        return definition.IsMap && definition.Wildcard.Types == SettingTypes.String
            ? $$"""{"{{SecretText.Mask}}": "{{SecretText.Mask}}"}""" : null;
    }

    /// <summary>A value that only the real container sees.</summary>
    /// <param name="placeholder">What stands for it; null for nothing.</param>
    public static UnknownSource SourceOf(Place place, string message, string? placeholder, bool mayHoldSettings) =>
        new($"{message}, so {(placeholder is null ? "it is left out" : "a placeholder stands for it")}", place, mayHoldSettings);
}
