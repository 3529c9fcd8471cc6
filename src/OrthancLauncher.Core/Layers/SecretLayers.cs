using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
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
            var source = SourceOf(secret);
            if (secret.Variable != SpecialVariables.Password && _named.Resolve(secret.Variable, source) is { } name
                && TextOf(secret, source) is { } text && _named.Make(name, text, source) is { } layer)
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
            if (secret.Variable == SpecialVariables.Password && TextOf(secret, SourceOf(secret)) is { } text)
            {
                layers.Add(_named.MakePassword(text, SourceOf(secret)));
            }
        }
    }

    private static Source SourceOf(InputSecret secret) => new(SourceKind.Secret, secret.PointedBy ?? secret.Variable, secret.Path);

    /// <summary>The secret's text without its last line ends, or null with a finding if there is none.</summary>
    private string? TextOf(InputSecret secret, Source source)
    {
        if (secret.Failure is not null)
        {
            var pointer = secret.PointedBy is null ? "" : $"{secret.PointedBy} names it, but ";
            _findings.Add(new Finding(Rules.MissingSecret, $"{pointer}{secret.Path} cannot be read: {secret.Failure}")
            {
                Place = new Place(secret.PointedBy is null ? source : new Source(SourceKind.Variable, secret.PointedBy)),
                Remedy = secret.PointedBy is null ? "let the container's user read it" : $"mount the secret, or correct {secret.PointedBy}",
            });
            return null;
        }

        var bytes = SourceText.WithoutMark(secret.Content.Span);
        if (!Utf8.IsValid(bytes))
        {
            _findings.Add(new Finding(Rules.NotUtf8, $"{secret.Path} is not UTF-8") { Place = new Place(source) });
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
