namespace OrthancLauncher.Tests.Support;

/// <summary>Node and the packages from npm that give a second opinion. They are installed once and kept in the temporary folder.</summary>
internal static class Node
{
    private const string Packages = "ajv@8 typescript@5 @types/sarif@2";

    private static readonly Lazy<(string? Folder, string? Missing)> Installed = new(Install);

    /// <summary>Why node cannot be used, or null.</summary>
    public static string? Missing => Installed.Value.Missing;

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public static string Folder => Installed.Value.Folder ?? throw new InvalidOperationException(Missing);

    private static (string? Folder, string? Missing) Install()
    {
        if (!Programs.IsOnPath("node") || !Programs.IsOnPath("npm"))
        {
            return (null, "node or npm is missing");
        }

        var folder = Path.Combine(Path.GetTempPath(), "orthanc-launcher-tests-node");
        if (!IsComplete(folder))
        {
            // Made beside it and then renamed, since other processes of the same tests may do so at the same time.
            var fresh = Directory.CreateTempSubdirectory("orthanc-launcher-tests-node-").FullName;
            File.WriteAllText(Path.Combine(fresh, "package.json"), """{"private": true}""");
            var (exitCode, output) = Programs.Run(
                "npm", fresh,
                [
                    "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--fetch-retries=1",
                    "--fetch-timeout=20000", .. Packages.Split(' ')]);
            if (exitCode != 0)
            {
                Directory.Delete(fresh, recursive: true);
                return (null, $"npm cannot install {Packages}: {output.Trim().Split('\n')[^1]}");
            }

            try
            {
                Directory.Move(fresh, folder);
            }
            catch (IOException) when (IsComplete(folder))
            {
                Directory.Delete(fresh, recursive: true);
            }
            catch (IOException)
            {
                return (fresh, null);
            }
        }

        return (folder, null);
    }

    private static bool IsComplete(string folder) => File.Exists($"{folder}/node_modules/ajv/dist/2020.js")
        && File.Exists($"{folder}/node_modules/typescript/bin/tsc") && Directory.Exists($"{folder}/node_modules/@types/sarif");
}

/// <summary>A fact that asks programs of node, skipped with the reason where they cannot be had.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        Skip = Node.Missing;
    }
}
