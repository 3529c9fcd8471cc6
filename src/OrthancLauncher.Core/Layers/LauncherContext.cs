using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>What is known before any source is read: made once, used by all that follows.</summary>
internal sealed class LauncherContext(LauncherDefinitions definitions, IReadOnlyCollection<EnvironmentVariable> variables)
{
    public LauncherDefinitions Definitions => definitions;

    public VariableTable Variables { get; } = new(variables);

    public VariableNaming Naming { get; } = new(definitions);

    public SecretRules Secrets { get; } = new(definitions.Catalogue);
}
