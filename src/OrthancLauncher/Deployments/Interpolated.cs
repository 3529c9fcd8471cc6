using System.Text;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Deployments;

/// <summary>A text with variables inserted.</summary>
/// <param name="Pieces">Which part of the original each part of the text stands for, in order; the first begins at 0.</param>
/// <param name="Unset">The variables for which nothing was inserted, in order.</param>
internal sealed record Interpolated(string Text, IReadOnlyList<InterpolatedPiece> Pieces, IReadOnlyList<UnsetReference> Unset)
{
    /// <summary>The text with a placeholder for each variable that is not set; outside a string of JSON it is one by itself.</summary>
    /// <param name="from">Where the value begins in the text.</param>
    public Interpolated WithPlaceholders(int from)
    {
        var text = new StringBuilder();
        var pieces = new List<InterpolatedPiece>();
        var isJson = Text.AsSpan(from).TrimStart() is ['{' or '[', ..];
        var next = 0;
        for (var i = 0; i <= Pieces.Count; i++)
        {
            var start = i < Pieces.Count ? Pieces[i].Start : Text.Length;
            for (; next < Unset.Count && Unset[next].Start <= start; next++)
            {
                if (Unset[next] is { Name: not null } unset && unset.Start >= from)
                {
                    pieces.Add(new InterpolatedPiece(text.Length, unset.Original, true));
                    text.Append(isJson && !EndsInString(text, from) ? $"\"{SecretText.Mask}\"" : SecretText.Mask);
                }
            }

            if (i < Pieces.Count)
            {
                var end = i + 1 < Pieces.Count ? Pieces[i + 1].Start : Text.Length;
                pieces.Add(Pieces[i] with { Start = text.Length });
                text.Append(Text, start, end - start);
            }
        }

        return new Interpolated(text.ToString(), pieces, Unset);
    }

    private static bool EndsInString(StringBuilder json, int from)
    {
        var isInString = false;
        for (var i = from; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                isInString = !isInString;
            }
            else if (json[i] == '\\' && isInString)
            {
                i++;
            }
        }

        return isInString;
    }
}

/// <param name="Start">Where the piece begins in the text with variables inserted.</param>
/// <param name="Original">Where it begins in the original.</param>
/// <param name="IsInserted">Whether all of the piece stands for that one place.</param>
internal readonly record struct InterpolatedPiece(int Start, int Original, bool IsInserted);

/// <summary>A reference for which nothing was inserted.</summary>
/// <param name="Name">The variable; null where the name may be a piece of a password.</param>
/// <param name="Start">Where it would have been in the text.</param>
/// <param name="Original">Where it is in the original.</param>
internal sealed record UnsetReference(string? Name, int Start, int Original);
