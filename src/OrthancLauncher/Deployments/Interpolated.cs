namespace OrthancLauncher.Deployments;

/// <summary>A text with variables inserted.</summary>
/// <param name="Pieces">Which part of the original each part of the text stands for, in order; the first begins at 0.</param>
/// <param name="Unset">The variables for which nothing was inserted; null where the name may be a piece of a password.</param>
internal sealed record Interpolated(string Text, IReadOnlyList<InterpolatedPiece> Pieces, IReadOnlyList<string?> Unset);

/// <param name="Start">Where the piece begins in the text with variables inserted.</param>
/// <param name="Original">Where it begins in the original.</param>
/// <param name="IsInserted">Whether all of the piece stands for that one place.</param>
internal readonly record struct InterpolatedPiece(int Start, int Original, bool IsInserted);
