using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>What the paths and variables in compose files mean.</summary>
/// <param name="Folder">The folder from which paths are understood, with a slash at its end; empty for the current one.</param>
/// <param name="Lookup">Gives the value of a variable that the files can name, or null.</param>
internal sealed record ComposeScope(string Folder, Func<string, string?> Lookup)
{
    /// <summary>Whether a file of variables was read, so that one that it does not set may be misspelt.</summary>
    public bool HasFile { get; private init; }

    /// <summary>Whether compose would see no further variables, so that one that is not set here is not set.</summary>
    public bool IsComplete { get; init; }

    /// <param name="files">Files of variables; null for <c>.env</c> of the folder where there is one.</param>
    /// <param name="outer">The variables that win over those of the files.</param>
    /// <exception cref="DeploymentException">A file cannot be read.</exception>
    public static ComposeScope Of(
        string folder, IReadOnlyList<string>? files, Func<string, string?> outer, Place place, Action<string?, Place> reportUnset)
    {
        var usual = HostPaths.From(folder, ".env");
        files ??= FileStatus.Of(usual).Kind is FileKind.None or FileKind.Folder ? [] : [usual];
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        string? Lookup(string name) => outer(name) ?? variables.GetValueOrDefault(name);
        foreach (var path in files)
        {
            foreach (var variable in ReadDotEnv(path, Lookup, place, reportUnset))
            {
                if (variable.Value is not null)
                {
                    variables[variable.Name] = variable.Value;
                }
            }
        }

        return new ComposeScope(folder, Lookup) { HasFile = files.Count > 0 };
    }

    /// <summary>Reads a file of variables by the rules of compose.</summary>
    /// <exception cref="DeploymentException">It cannot be read.</exception>
    public static IReadOnlyList<NamedValue> ReadDotEnv(
        string path, Func<string, string?> lookup, Place place, Action<string?, Place> reportUnset)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is null
            ? DotEnvFile.Read(
                path, content, lookup, (name, line) => reportUnset(name, new Place(new Source(SourceKind.File, path), line, 1)))
            : throw new DeploymentException(Rules.UnreadableSource, place, $"the file of variables {path} cannot be read: {failure}",
                "create it, or correct the path");
    }
}
