using System.Buffers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>A secret that has to be read.</summary>
/// <param name="PointedBy">The variable that names it, or null.</param>
/// <param name="Failure">Why it must not be read, or null.</param>
internal sealed record WantedSecret(string Variable, string? PointedBy, string Path, string? Failure = null)
{
    /// <summary>Whether the path must not be shown, since the variable may hold the secret itself.</summary>
    public bool IsPathSecret { get; init; }
}

/// <summary>Decides which secrets carry settings, from their names alone.</summary>
internal static class SecretSelection
{
    private static readonly SearchValues<char> FileNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-/");
    private static readonly SearchValues<char> VariableNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>The secrets to read.</summary>
    /// <param name="entries">Paths of the files in the secrets folders, the weakest folder first.</param>
    /// <param name="folders">The secrets folders, the weakest first.</param>
    public static IReadOnlyList<WantedSecret> Select(
        IReadOnlyList<string> entries, IReadOnlyList<string> folders, VariableTable variables, VariableNaming naming)
    {
        var wanted = new List<WantedSecret>();
        var direct = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var name = FileName(entry);
            if (name == SpecialVariables.Password || naming.IsSettingVariable(name))
            {
                // The same name in a later folder wins.
                direct[name] = entry;
            }
        }

        foreach (var (name, path) in direct)
        {
            wanted.Add(new WantedSecret(name, null, path));
        }

        foreach (var variable in variables.All)
        {
            if (naming.PointedVariable(variable.Name, variable.Value) is { } target)
            {
                // A name only: a path that leads out of the folder is not what anybody means by a secret's name.
                var isRelative = !variable.Value.StartsWith('/') && variable.Value.Contains('/', StringComparison.Ordinal);
                var failure = isRelative ? "it is neither a file name nor an absolute path" : null;
                var path = PathOf(variable.Value, entries, folders);
                wanted.Add(new WantedSecret(target, variable.Name, path, failure)
                {
                    IsPathSecret = variable.IsSecret || (!entries.Contains(path) && !LooksLikePath(variable.Value)),
                });
            }
        }

        return wanted;
    }

    /// <summary>Whether it is a path, or a name as files of secrets have; anything else may be the secret, given by mistake.</summary>
    public static bool LooksLikePath(string value) =>
        value.StartsWith('/') || (!value.AsSpan().ContainsAnyExcept(FileNames))
        || (value.Contains('_', StringComparison.Ordinal)
            && !value.AsSpan().ContainsAnyExcept(VariableNames));

    private static string PathOf(string value, IReadOnlyList<string> entries, IReadOnlyList<string> folders)
    {
        if (value.StartsWith('/'))
        {
            return value;
        }

        for (var i = folders.Count - 1; i >= 0; i--)
        {
            var path = $"{folders[i].TrimEnd('/')}/{value}";
            if (entries.Contains(path))
            {
                return path;
            }
        }

        // Nothing of that name: the first folder's path is the one to complain about.
        return $"{(folders.Count > 0 ? folders[0].TrimEnd('/') : "/run/secrets")}/{value}";
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
