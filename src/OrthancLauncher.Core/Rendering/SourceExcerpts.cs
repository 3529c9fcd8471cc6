using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Rendering;

/// <summary>Shows the lines that findings are about, secrets masked.</summary>
internal sealed class SourceExcerpts(IReadOnlyList<Layer> layers, SecretRules rules)
{
    private readonly Dictionary<Source, (SourceText Text, SecretRanges Secrets)> _texts = [];

    /// <summary>The line that a finding is about, with a caret below it.</summary>
    /// <returns>Two lines, or null where there is no line to show.</returns>
    public string? Of(Finding finding)
    {
        if (finding.Excerpt is not null)
        {
            return finding.Excerpt;
        }

        if (finding.Place is not { Line: > 0 } place || TextOf(place.Source) is not { } found)
        {
            return null;
        }

        // The value of a plain variable is not worth a line of its own.
        return place.Source.IsFile || found.Text.Content.Span.Contains((byte)'{')
            ? JsonErrors.Excerpt(found.Text, place.Line, place.Column, found.Secrets)
            : null;
    }

    private (SourceText Text, SecretRanges Secrets)? TextOf(Source source)
    {
        if (_texts.TryGetValue(source, out var known))
        {
            return known;
        }

        foreach (var layer in layers)
        {
            if (layer.Source == source)
            {
                var text = layer.Value.Document.Text;
                var secrets = new SecretRanges(text, path => layer.Value.Source.IsSecret || rules.IsSecret([.. layer.Segments, .. path]));
                return _texts[source] = (text, secrets);
            }
        }

        return null;
    }
}
