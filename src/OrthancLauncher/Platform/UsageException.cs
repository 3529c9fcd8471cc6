namespace OrthancLauncher.Platform;

/// <summary>The command line asks for something that cannot be; its message is all that the user gets to see.</summary>
internal sealed class UsageException(string message) : Exception(message);
