using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Support;

/// <summary>A folder of <c>tests/cases</c>, whose README describes the files.</summary>
internal sealed class Case(string name)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "cases");

    public static IEnumerable<string> Names { get; } =
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public static IEnumerable<Case> All => Names.Select(name => new Case(name));

    public string Name => name;

    public string ConfigDirectory => FolderOf("etc");

    public string SecretsDirectory => FolderOf("secrets");

    public IReadOnlyDictionary<string, string> Variables { get; } = ReadVariables(Path.Combine(Folder, name, "env.json"));

    /// <summary>The options of <c>render</c> and <c>validate</c> that stand for the input.</summary>
    public string[] Options =>
    [
        "--no-environment", "--config-dir", ConfigDirectory, "--secrets-dir", SecretsDirectory,
        .. Variables.Select(variable => $"--env={variable.Key}={variable.Value}"),
    ];

    /// <summary>The expected configuration; null where the input is too broken for one.</summary>
    public string? Configuration => File.Exists(PathOf("expected.json")) ? File.ReadAllText(PathOf("expected.json")) : null;

    public IReadOnlyList<string> Plugins => Lines("expected-plugins.txt");

    public IReadOnlyList<string> Findings => Lines("expected-findings.txt");

    /// <summary>Whether an error is expected, so that nothing is started.</summary>
    public bool IsRefused => Findings.Any(finding => finding.StartsWith("error ", StringComparison.Ordinal));

    private static Dictionary<string, string> ReadVariables(string file) => !File.Exists(file)
        ? []
        : JsonNode.Parse(File.ReadAllText(file))!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());

    private string[] Lines(string file) => File.Exists(PathOf(file)) ? File.ReadAllLines(PathOf(file)) : [];

    /// <summary>A folder of the case; where it has none, an empty one, since a folder that is named must exist.</summary>
    private string FolderOf(string folder) =>
        Directory.Exists(PathOf(folder))
            ? PathOf(folder)
            : Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "orthanc-launcher-empty")).FullName;

    private string PathOf(string file) => Path.Combine(Folder, name, file);
}
