namespace OrthancLauncher.Conversion;

/// <summary>All that is written somewhere.</summary>
internal sealed class ConversionResult
{
    public required IReadOnlyList<Assignment> Variables { get; init; }

    /// <summary>Variables whose values come from elsewhere.</summary>
    public required IReadOnlyList<string> PassedOn { get; init; }

    /// <summary>The secrets.</summary>
    public required IReadOnlyList<Assignment> Secrets { get; init; }

    /// <summary>The folder in which the files of secrets lie or will have to lie.</summary>
    public required string SecretsFolder { get; init; }

    /// <summary>The secrets that the launcher reads from files.</summary>
    public IEnumerable<Assignment> SecretFiles => Secrets.Where(secret => secret.IsFile);

    /// <summary>The secrets that other programs take from variables.</summary>
    public IEnumerable<Assignment> SecretVariables => Secrets.Where(secret => !secret.IsFile);
}
