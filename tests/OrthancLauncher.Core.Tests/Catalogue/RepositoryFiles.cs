namespace OrthancLauncher.Core.Tests.Catalogue;

/// <summary>Files of the repository that tests compare with, and the tables of facts that may lie beside it.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Schema => Path.Combine(Root, "defaults", "orthanc.schema.json");

    public static string Fact(string name) => Path.GetFullPath(Path.Combine(Root, "..", "shared", "facts", name));

    /// <summary>The rows of a table of facts, each by column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> ReadFact(string name)
    {
        var lines = File.ReadAllLines(Fact(name));
        var columns = lines[0].Split('\t');
        return lines.Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second))
            .ToList();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository.");
    }
}

/// <summary>A test that compares with a table of facts and is skipped where the table is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithTableAttribute : FactAttribute
{
    public FactWithTableAttribute(string table)
    {
        Table = table;
        if (!File.Exists(RepositoryFiles.Fact(table)))
        {
            Skip = $"The table {table} is not beside the repository ({RepositoryFiles.Fact(table)}).";
        }
    }

    public string Table { get; }
}
