namespace OrthancLauncher.Tests.Support;

/// <summary>Node and the packages from npm that give a second opinion. They are installed once and kept in the temporary folder.</summary>
internal static class Node
{
    private const string Packages = "ajv@8 typescript@5 @types/sarif@2 @schemastore/github-action@1 @schemastore/pre-commit-hooks@1 "
        + "axe-core@4";

    private static readonly Lazy<(string? Folder, string? Missing)> Installed = new(Install);

    /// <summary>Why node cannot be used, or null.</summary>
    public static string? Missing => Installed.Value.Missing;

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public static string Folder => Installed.Value.Folder ?? throw new InvalidOperationException(Missing);

    /// <summary>What the compiler of TypeScript says against JSON that should be of a type; empty if it is.</summary>
    /// <param name="package">The package that declares the type.</param>
    public static string TypeErrors(string package, string type, params string[] documents)
    {
        var folder = Directory.CreateTempSubdirectory("launcher-types-").FullName;
        try
        {
            File.WriteAllText(
                $"{folder}/documents.ts",
                $"import type {{ {type} }} from \"{package}\";\n"
                    + string.Concat(documents.Select((document, index) => $"export const document{index}: {type} = {document};\n")));
            File.WriteAllText($"{folder}/tsconfig.json", $$"""
                {
                  "compilerOptions": {
                    "strict": true, "noEmit": true, "target": "ES2020", "module": "ESNext", "moduleResolution": "Bundler", "types": [],
                    "paths": {"sarif": ["{{Folder}}/node_modules/@types/sarif"], "*": ["{{Folder}}/node_modules/*"]}
                  },
                  "files": ["documents.ts"]
                }
                """);
            var (exitCode, output) = Programs.Run("node", folder, $"{Folder}/node_modules/typescript/bin/tsc", "--project", folder);
            return exitCode == 0 ? "" : output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

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
        && File.Exists($"{folder}/node_modules/typescript/bin/tsc") && Directory.Exists($"{folder}/node_modules/@types/sarif")
        && Directory.Exists($"{folder}/node_modules/@schemastore/pre-commit-hooks")
        && File.Exists($"{folder}/node_modules/axe-core/axe.min.js");
}

/// <summary>A fact that asks programs of node, skipped with the reason where they cannot be had.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        Skip = Node.Missing;
    }
}

/// <summary>A theory that asks programs of node, skipped with the reason where they cannot be had.</summary>
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute()
    {
        Skip = Node.Missing;
    }
}
