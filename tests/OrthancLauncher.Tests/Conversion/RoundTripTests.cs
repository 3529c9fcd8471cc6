using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Conversion;

/// <summary>What was converted gives the same configuration when it is read where it belongs.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TestHost _host = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_configuration_stays_the_same(int seed)
    {
        _host.WithFile("in.json", GeneratedConfiguration.Json(seed));
        _host.WithFile("s1/.keep", "").WithFile("s3/.keep", "");
        var expected = Render($"{_host.Folder}/in.json", $"--secrets-dir={_host.Folder}/definitions");

        Convert("env", "out.env", "--secrets-out", $"{_host.Folder}/s1");
        Same(expected, Render("--env-file", $"{_host.Folder}/out.env", $"--secrets-dir={_host.Folder}/s1"));
        Convert("env", "shown.env", "--show-secrets");
        Same(expected, Render("--env-file", $"{_host.Folder}/shown.env", $"--secrets-dir={_host.Folder}/definitions"));

        Convert("compose", "compose.yml", "--secrets-out", $"{_host.Folder}/s2");
        Same(expected, Render("--compose", $"{_host.Folder}/compose.yml", "--service", "orthanc", "--secrets-dir=/run/secrets"));
        Convert("compose", "shown.yml", "--show-secrets");
        Same(expected, Render("--compose", $"{_host.Folder}/shown.yml", "--secrets-dir=/run/secrets"));

        Convert("kubernetes", "k/all.yaml", "--secrets-out", $"{_host.Folder}/k");
        Same(expected, Render("--kubernetes", $"{_host.Folder}/k", "--workload", "orthanc", "--secrets-dir=/run/secrets"));
        Convert("kubernetes", "shown.yaml", "--show-secrets");
        Same(expected, Render("--kubernetes", $"{_host.Folder}/shown.yaml", "--secrets-dir=/run/secrets"));

        Convert("json", "out.json", "--secrets-out", $"{_host.Folder}/s3");
        Same(expected, Render($"{_host.Folder}/out.json", $"--secrets-dir={_host.Folder}/s3"));
        Convert("json", "shown.json", "--show-secrets");
        Same(expected, Render($"{_host.Folder}/shown.json", $"--secrets-dir={_host.Folder}/definitions"));

        // And back from variables.
        Convert("compose", "again.yml", "shown.env", "--from", "env", "--show-secrets");
        Same(expected, Render("--compose", $"{_host.Folder}/again.yml", "--secrets-dir=/run/secrets"));
    }

    private void Convert(string to, string output, params string[] arguments)
    {
        var file = arguments[0].StartsWith('-') ? "in.json" : arguments[0];
        _host.Run(["convert", $"{_host.Folder}/{file}", "--to", to, .. arguments.SkipWhile(argument => !argument.StartsWith('-'))])
            .Should().Be(0, _host.Error);
        _host.WithFile(output, _host.Output);
        _host.Error.Should().NotContain("cannot be expressed as a variable");
    }

    private JsonNode Render(params string[] arguments)
    {
        _host.Run(
            [
                "render", "--show-secrets", "--no-environment", $"--config-dir={_host.Folder}/definitions", .. arguments]);
        _host.Output.Should().NotBeEmpty(_host.Error);
        return JsonNode.Parse(_host.Output)!;
    }

    private static void Same(JsonNode expected, JsonNode actual) =>
        JsonNode.DeepEquals(expected, actual).Should().BeTrue("{0}", FirstDifference(expected, actual, "$"));

    private static string? FirstDifference(JsonNode? left, JsonNode? right, string path)
    {
        if (left is JsonObject one && right is JsonObject other)
        {
            return one.Select(
                member =>
                    other.ContainsKey(member.Key)
                        ? FirstDifference(member.Value, other[member.Key], $"{path}.{member.Key}")
                        : $"{path}.{member.Key} is missing")
                .FirstOrDefault(found => found is not null)
                ?? other.Where(member => !one.ContainsKey(member.Key)).Select(member => $"{path}.{member.Key} is new").FirstOrDefault();
        }

        return JsonNode.DeepEquals(left, right)
            ? null
            : $"{path} was {left?.ToJsonString() ?? "null"} and is {right?.ToJsonString() ?? "null"}";
    }
}
