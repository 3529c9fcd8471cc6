namespace OrthancLauncher.Tests.Support;

/// <summary>A document that is made from the sources and kept in the repository, so that changes to it can be reviewed.</summary>
internal static class GeneratedDocument
{
    private const string Update = "UPDATE_DOCUMENTS";

    /// <summary>Compares a document with the repository's, or writes it there if it is asked for.</summary>
    public static void ShouldBeCurrent(string path, string content)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(file, content);
        }

        var current = File.Exists(file) ? File.ReadAllText(file) : "";
        current.Should().Be(
            content, "{0} is generated; run: {1}=1 dotnet test --filter Documents", path, Update);
    }
}
