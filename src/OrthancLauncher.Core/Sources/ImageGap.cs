namespace OrthancLauncher.Core.Sources;

/// <summary>Plugins that an image does not have.</summary>
/// <param name="Place">Where the image is named.</param>
internal sealed record ImageGap(string Image, Place Place, IReadOnlyList<string> Plugins, string Remedy);
