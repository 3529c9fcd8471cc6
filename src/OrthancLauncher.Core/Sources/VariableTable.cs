namespace OrthancLauncher.Core.Sources;

/// <summary>The environment by name. Of equal names the first counts, as it does for <c>getenv</c>.</summary>
internal sealed class VariableTable
{
    private readonly Dictionary<string, EnvironmentVariable> _variables;

    /// <param name="variables">The variables, in the environment's order.</param>
    public VariableTable(IReadOnlyCollection<EnvironmentVariable> variables)
    {
        _variables = new Dictionary<string, EnvironmentVariable>(variables.Count, StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            HasUnknown |= _variables.TryAdd(variable.Name, variable) && !variable.IsKnown;
        }
    }

    public IReadOnlyCollection<EnvironmentVariable> All => _variables.Values;

    /// <summary>The value of a variable, or null when it is not set or not known.</summary>
    public string? this[string name] => _variables.TryGetValue(name, out var variable) && variable.IsKnown ? variable.Value : null;

    /// <summary>Whether there is a variable of which only the name is known.</summary>
    public bool HasUnknown { get; }

    /// <summary>Whether the deployment takes a variable's value from a secret.</summary>
    public bool IsSecret(string name) => _variables.TryGetValue(name, out var variable) && variable.IsSecret;

    /// <summary>Whether a variable is set to a value that is not known.</summary>
    public bool IsUnknown(string name) => _variables.TryGetValue(name, out var variable) && !variable.IsKnown;
}
