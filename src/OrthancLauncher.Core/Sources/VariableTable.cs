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
            _variables.TryAdd(variable.Name, variable);
        }
    }

    public IReadOnlyCollection<EnvironmentVariable> All => _variables.Values;

    /// <summary>The value of a variable, or null when it is not set.</summary>
    public string? this[string name] => _variables.TryGetValue(name, out var variable) ? variable.Value : null;
}
