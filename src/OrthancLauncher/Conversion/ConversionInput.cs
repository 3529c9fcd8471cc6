using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;

namespace OrthancLauncher.Conversion;

/// <summary>A variable that is no setting and stays what it is.</summary>
/// <param name="Value">Its value; null for a name alone, whose value comes from elsewhere.</param>
/// <param name="IsSecret">Whether its value is a secret.</param>
internal sealed record KeptVariable(string Name, string? Value, bool IsSecret);

/// <summary>What is to be converted.</summary>
internal sealed class ConversionInput
{
    private ConversionInput(MergedConfiguration configuration, bool isReadable)
    {
        Configuration = configuration;
        IsReadable = isReadable;
    }

    /// <summary>The settings.</summary>
    public MergedConfiguration Configuration { get; }

    /// <summary>Whether all of it was understood.</summary>
    public bool IsReadable { get; }

    /// <summary>Variables that are no settings.</summary>
    public IReadOnlyList<KeptVariable> Kept { get; private init; } = [];

    /// <param name="content">Its bytes.</param>
    /// <param name="variables">Variables that the file may name.</param>
    /// <param name="target">What is written: <c>env</c>, <c>compose</c>, <c>kubernetes</c> or <c>json</c>.</param>
    public static ConversionInput FromFile(
        Source source,
        ReadOnlyMemory<byte> content,
        IEnumerable<EnvironmentVariable> variables,
        string target,
        LauncherContext context,
        FindingList findings)
    {
        // Only the file is converted: variables fill its gaps, but bring no settings of their own.
        var naming = context.Naming;
        var given = variables.Where(variable =>
            !naming.IsSettingVariable(variable.Name)
                && variable.Name is not (SpecialVariables.WholeConfiguration or SpecialVariables.Password)
                && naming.NearMiss(variable.Name) is null).ToList();
        var kept = References.Kept(source, content, new VariableTable(given), target, findings);
        var input = new ConfigurationInput { Files = [new InputFile(source, source.Name, content)] };
        var isRefused = findings.HasErrors;
        var read = Read(input, context.With([.. given, .. kept]), findings, []);
        if (!read.IsReadable && kept.Count > 0 && !isRefused)
        {
            findings.Add(
                new Finding(Rules.UnsetVariable, Severity.Error, "outside a string a variable needs a value")
                {
                    Place = new Place(source),
                    Remedy = "add --env NAME=VALUE for each that is not set",
                });
        }

        return read;
    }

    /// <param name="variables">The variables; of equal names the last counts; a null value stands for a name alone.</param>
    /// <param name="keepsPassword">Whether the variable with the password of the user <c>orthanc</c> stays one.</param>
    public static ConversionInput FromVariables(
        IReadOnlyList<NamedValue> variables, bool keepsPassword, LauncherContext context, FindingList findings)
    {
        var naming = context.Naming;
        var last = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            last.Remove(name);
            last.Add(name, value);
        }

        var settings = new List<EnvironmentVariable>();
        var kept = new List<KeptVariable>();
        foreach (var (name, value) in last)
        {
            var pointed = naming.PointedVariable(name);
            var isSetting = (pointed is null && naming.IsSettingVariable(name)) || name == SpecialVariables.WholeConfiguration
                || (name == SpecialVariables.Password && !keepsPassword);
            if (isSetting && value is not null)
            {
                settings.Add(new EnvironmentVariable(name, value));
            }
            else
            {
                var isSecret = value is not null && !name.StartsWith(VariableNaming.OptionPrefix, StringComparison.Ordinal)
                    && (pointed is null ? IsSecret(name, value, context) : !SecretSelection.LooksLikePath(value));
                kept.Add(new KeptVariable(TodaysName(name, pointed, context), value, isSecret));
            }
        }

        return Read(new ConfigurationInput { Variables = settings }, context.With(settings), findings, kept);
    }

    /// <summary>Whether a variable that is no setting holds a secret, by its name, its value, or what its name is nearly.</summary>
    private static bool IsSecret(string name, string value, LauncherContext context) =>
        context.Secrets.IsSecret([name]) || !ReferenceEquals(SecretText.MaskWithin(value), value)
        || (context.Naming.NearMiss(name) is { } meant && (context.Secrets.IsSecret([meant])
            || (context.Naming.IsSettingVariable(meant) && context.Naming.Resolve(meant, out _) is { } setting
                && SecretRules.HoldsSecrets(setting.Definition))));

    private static ConversionInput Read(
        ConfigurationInput input, LauncherContext context, FindingList findings, IReadOnlyList<KeptVariable> kept)
    {
        var reader = new LayerReader(context, findings);
        return new ConversionInput(MergedConfiguration.Of(reader.Read(input), findings), !reader.HasFailed) { Kept = kept };
    }

    /// <summary>The present name of a variable that is no setting but may have been renamed.</summary>
    private static string TodaysName(string name, string? pointed, LauncherContext context)
    {
        if (name == "BUNDLE_DEBUG")
        {
            return "VERBOSE_STARTUP";
        }

        foreach (var plugin in context.Definitions.Plugins)
        {
            if (plugin.LegacyEnablingVariable == name && plugin.EnablingVariable is not null)
            {
                return plugin.EnablingVariable;
            }
        }

        var naming = context.Naming;
        var target = pointed ?? name;
        if (target == SpecialVariables.Password || !naming.IsSettingVariable(target)
            || naming.Resolve(target, out _) is not { Origin: NameOrigin.Legacy } legacy
            || naming.ToVariable(legacy.Segments) is not { } today)
        {
            return name;
        }

        return pointed is null ? today : today + VariableNaming.SecretSuffix;
    }
}
