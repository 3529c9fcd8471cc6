using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>What is known before any source is read: made once, used by all that follows.</summary>
internal sealed record LauncherContext(LauncherDefinitions Definitions, VariableTable Variables)
{
    public VariableNaming Naming { get; } = new(Definitions);

    public SecretRules Secrets { get; } = new(Definitions.Catalogue);

    /// <summary>The same with other variables.</summary>
    public LauncherContext With(IReadOnlyCollection<EnvironmentVariable> variables) =>
        this with { Variables = new VariableTable(variables) };
}
