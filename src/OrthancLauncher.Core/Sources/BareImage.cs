namespace OrthancLauncher.Core.Sources;

/// <summary>An image that starts Orthanc without a launcher, so that files are all that is read.</summary>
/// <param name="Image">The image as it is named.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Variables">Variables of the container that a launcher would read, or that are nearly such.</param>
internal sealed record BareImage(string Image, Place Place, IReadOnlyList<string> Variables);
