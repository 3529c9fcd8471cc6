using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>Reads the secrets that carry one setting each.</summary>
internal sealed class SecretLayers
{
    private readonly NamedLayers _named;
    private readonly List<InputSecret> _secrets;
    private readonly FindingList _findings;
    private readonly List<(InputSecret Secret, IReadOnlyList<string> Segments)> _missingFiles = [];

    public SecretLayers(LauncherContext context, IReadOnlyList<InputSecret> secrets, FindingList findings)
    {
        _named = new NamedLayers(context, findings);
        _findings = findings;
        // What a variable points to comes after what has the variable's name itself.
        _secrets = [.. secrets];
        CollectionsMarshal.AsSpan(_secrets).Sort(static (left, right) =>
            string.CompareOrdinal(left.Variable, right.Variable) is not 0 and var order
                ? order
                : string.CompareOrdinal(left.PointedBy, right.PointedBy));
    }

    public void AddSettings(List<Layer> layers)
    {
        var made = new List<Layer>();
        foreach (var secret in _secrets)
        {
            var source = secret.Source;
            if (secret.Variable != SpecialVariables.Password && _named.Resolve(secret.Variable, source) is { } name
                && !IsBeaten(secret, name.Segments, layers) && TextOf(secret, source, name.Segments) is { } text
                && _named.Make(name, text, source) is { } layer)
            {
                made.Add(layer);
            }
        }

        NamedLayers.Sort(made);
        layers.AddRange(made);
    }

    public void AddPassword(List<Layer> layers)
    {
        foreach (var secret in _secrets)
        {
            if (secret.Variable == SpecialVariables.Password && !IsBeaten(secret, NamedLayers.PasswordSegments, layers)
                && TextOf(secret, secret.Source, NamedLayers.PasswordSegments) is { } text)
            {
                layers.Add(_named.MakePassword(text, secret.Source));
            }
        }
    }

    /// <summary>Reports files of <c>…_FILE</c> that cannot be read: an error only where nothing else sets the value.</summary>
    /// <param name="layers">All layers.</param>
    public void ReportMissingFiles(IReadOnlyList<Layer> layers)
    {
        foreach (var (secret, segments) in _missingFiles)
        {
            var isSet = false;
            foreach (var layer in layers)
            {
                isSet |= layer.ValueOf(segments).Exists;
            }

            _findings.Add(Missing(secret, isSet ? Severity.Warning : Severity.Error));
        }
    }

    /// <summary>Whether a variable or another secret sets directly what <c>…_FILE</c> points to, which is then not read.</summary>
    private bool IsBeaten(InputSecret secret, IReadOnlyList<string> segments, List<Layer> variables)
    {
        if (!IsFile(secret))
        {
            return false;
        }

        var direct = variables.Find(layer => layer.Segments.SequenceEqual(segments))?.Source.Name
            ?? _secrets.Find(other => !IsFile(other) && other.Variable == secret.Variable && other.Failure is null) switch
            {
                null => null,
                var other => other.PointedBy ?? other.Variable,
            };
        if (direct is null)
        {
            return false;
        }

        var message = $"{secret.PointedBy} is not applied, because {direct} sets the same value";
        _findings.Add(new Finding(Rules.Overwritten, Severity.Warning, message)
        {
            Setting = SettingPath.Join(segments),
            Place = new Place(new Source(SourceKind.Variable, secret.PointedBy!)),
            Remedy = $"remove {secret.PointedBy} or {direct}",
        });
        return true;
    }

    private static bool IsFile(InputSecret secret) =>
        secret.PointedBy?.EndsWith(VariableNaming.FileSuffix, StringComparison.Ordinal) == true;

    private static Finding Missing(InputSecret secret, Severity severity)
    {
        var pointer = secret.PointedBy is null ? "" : $"{secret.PointedBy} names it, but ";
        return new Finding(Rules.MissingSecret, severity, $"{pointer}{secret.ShownPath} cannot be read: {secret.Failure}")
        {
            Place = new Place(secret.PointedBy is null ? secret.Source : new Source(SourceKind.Variable, secret.PointedBy)),
            Remedy = secret.PointedBy is null ? "let the container's user read it" : $"mount the secret, or correct {secret.PointedBy}",
        };
    }

    /// <summary>The secret's text without its last line ends, or null with a finding if there is none.</summary>
    private string? TextOf(InputSecret secret, Source source, IReadOnlyList<string> segments)
    {
        if (secret.Failure is not null && IsFile(secret))
        {
            _missingFiles.Add((secret, segments));
            return null;
        }

        if (secret.Failure is not null)
        {
            _findings.Add(Missing(secret, Rules.MissingSecret.Severity));
            return null;
        }

        var bytes = SourceText.WithoutMark(secret.Content.Span);
        if (!Utf8.IsValid(bytes))
        {
            _findings.Add(new Finding(Rules.NotUtf8, $"{secret.ShownPath} is not UTF-8") { Place = new Place(source) });
            return null;
        }

        return WithoutLineEnds(Encoding.UTF8.GetString(bytes));
    }

    private static string WithoutLineEnds(string text)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] == '\n')
        {
            end -= end > 1 && text[end - 2] == '\r' ? 2 : 1;
        }

        return text[..end];
    }
}
