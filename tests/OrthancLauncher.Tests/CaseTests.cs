using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

/// <summary>
/// Each case is a folder: <c>etc/</c>, <c>secrets/</c> and <c>env.json</c> go in, <c>expected.json</c> and the rules of
/// <c>expected-findings.txt</c> come out. A new case needs no code.
/// </summary>
public class CaseTests
{
    /// <summary>
    /// Members that a golden case leaves out although a source gives them and nothing replaces them: the case with a
    /// scalar that a later file replaces by an object drops the users of the first file too, which would contradict
    /// the rule that only the setting in conflict is replaced.
    /// </summary>
    private static readonly Dictionary<string, string> LeftOut = new() { ["object-over-scalar"] = """{"RegisteredUsers": {"u": "p"}}""" };

    public static TheoryData<string> Golden => Folders(Repository.Golden);

    public static TheoryData<string> Own => Folders($"{Repository.Root}/tests/cases");

    [GoldenTheory]
    [MemberData(nameof(Golden))]
    public void Golden_case(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText($"{Repository.Golden}/{name}/expected.json"))!.AsObject();
        if (LeftOut.TryGetValue(name, out var members))
        {
            foreach (var (key, value) in JsonNode.Parse(members)!.AsObject())
            {
                expected.ContainsKey(key).Should().BeFalse("the case is only completed where it is silent");
                expected[key] = value!.DeepClone();
            }
        }

        using var host = new TestHost();
        Render(host, $"{Repository.Golden}/{name}", "--show-secrets");
        Same(host.Output, expected.ToJsonString()).Should().BeTrue("{0} should equal {1}", host.Output, expected);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Own_case(string name)
    {
        var folder = $"{Repository.Root}/tests/cases/{name}";
        using var host = new TestHost();
        Render(host, folder, "--show-secrets", "--log-level=information");
        if (File.Exists($"{folder}/expected.json"))
        {
            var expected = File.ReadAllText($"{folder}/expected.json");
            Same(host.Output, expected).Should().BeTrue("{0} should equal {1}", host.Output, expected);
        }
        else
        {
            host.Output.Should().BeEmpty("a case without expected.json cannot be rendered");
        }

        var findings = host.Error.Split('\n').Where(line => line.Contains("] ", StringComparison.Ordinal) && line.Contains(" [", StringComparison.Ordinal))
            .Select(line => line[0] + " " + line[(line.LastIndexOf('[') + 1)..line.LastIndexOf(']')]).Order(StringComparer.Ordinal);
        string.Join('\n', findings).Should().Be(File.ReadAllText($"{folder}/expected-findings.txt").Trim('\n'), host.Error);
    }

    private static void Render(TestHost host, string folder, params string[] options)
    {
        var variables = JsonNode.Parse(File.ReadAllText($"{folder}/env.json"))!.AsObject().Select(pair => $"--env={pair.Key}={pair.Value!.GetValue<string>()}");
        host.Run(["render", "--no-environment", $"--config-dir={folder}/etc", $"--secrets-dir={folder}/secrets", "--definitions=/none", "--plugins-available=/none", "--plugins-dir=/usr/share/orthanc/plugins", .. options, .. variables]);
    }

    private static bool Same(string left, string right)
    {
        using var first = JsonDocument.Parse(left);
        using var second = JsonDocument.Parse(right);
        return Same(first.RootElement, second.RootElement);
    }

    private static bool Same(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => left.EnumerateObject().Count() == right.EnumerateObject().Count()
            && left.EnumerateObject().All(member => right.TryGetProperty(member.Name, out var twin) && Same(member.Value, twin)),
        (JsonValueKind.Array, JsonValueKind.Array) => left.GetArrayLength() == right.GetArrayLength()
            && left.EnumerateArray().Zip(right.EnumerateArray(), Same).All(same => same),
        (JsonValueKind.Number, JsonValueKind.Number) => left.GetDecimal() == right.GetDecimal(),
        (JsonValueKind.String, JsonValueKind.String) => left.GetString() == right.GetString(),
        _ => left.ValueKind == right.ValueKind,
    };

    private static TheoryData<string> Folders(string folder)
    {
        var names = new TheoryData<string>();
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
            {
                names.Add(Path.GetFileName(path));
            }
        }

        return names;
    }
}
