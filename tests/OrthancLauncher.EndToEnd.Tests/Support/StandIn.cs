using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>The compiled stand-in for Orthanc (<c>tests/stand-in/orthanc.c</c>), built once a run when first wanted.</summary>
internal static class StandIn
{
    private static readonly Lazy<string> Compiled = new(Compile);

    /// <summary>The executable. Its own name is Orthanc, as that of the program it stands for.</summary>
    public static string Path => Compiled.Value;

    /// <summary>The folder of the executable, for <c>PATH</c>.</summary>
    public static string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private static string Compile()
    {
        var folder = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var source = System.IO.Path.Combine(Repository.Root, "tests", "stand-in", "orthanc.c");
        using var compiler = Process.Start(new ProcessStartInfo("cc", ["-O1", "-o", folder["Orthanc"], source])
        {
            RedirectStandardError = true,
        })!;
        var messages = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        return compiler.ExitCode == 0
            ? folder["Orthanc"]
            : throw new InvalidOperationException($"cc cannot build {source}:\n{messages}");
    }
}

/// <summary>What the stand-in wrote down about its start.</summary>
internal sealed class StandInRecord(string folder)
{
    /// <summary>Whether there is a complete record, that is: whether the stand-in ran.</summary>
    public bool Exists => File.Exists(Path.Combine(folder, "pid"));

    public int ProcessId => int.Parse(Text("pid"), CultureInfo.InvariantCulture);

    /// <summary>All arguments, the program's own name included.</summary>
    public IReadOnlyList<string> CommandLine => Text("cmdline").Split('\0')[..^1];

    /// <summary>The arguments after the program's name.</summary>
    public IEnumerable<string> Arguments => CommandLine.Skip(1);

    /// <summary>The variables in their order, one character a byte.</summary>
    public IReadOnlyList<string> Variables =>
        Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(folder, "environ"))).Split('\0')[..^1];

    /// <summary>The numbers of the open descriptors.</summary>
    public IEnumerable<int> Descriptors => Text("descriptors")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>The rows of <c>/proc/self/limits</c>.</summary>
    public string Limits => Text("limits");

    /// <summary>The process ids of children, zombies too.</summary>
    public string Children => Text("children").Trim();

    public string Directory => Text("directory");

    /// <summary>The configuration file, as it was when the stand-in ran.</summary>
    public string Configuration => Text("configuration");

    /// <summary>A row of <c>/proc/self/status</c>, such as <c>SigIgn</c>.</summary>
    public string Status(string row) => Text("status").Split('\n').Single(line => line.StartsWith(row + ":", StringComparison.Ordinal))
        [(row.Length + 1)..].Trim();

    private string Text(string name) => File.ReadAllText(Path.Combine(folder, name));
}
