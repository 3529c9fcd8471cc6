using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>Renders what the container of a deployment would see.</summary>
public abstract class DeploymentTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    internal TestHost Host => _host;

    internal string Folder => _host.Folder;

    /// <summary>The setting of a rendered configuration, as JSON.</summary>
    internal static string? Setting(JsonObject configuration, string path)
    {
        JsonNode? node = configuration;
        foreach (var key in path.Split('.'))
        {
            node = node?[key];
        }

        return node?.ToJsonString();
    }

    /// <summary>What <c>validate</c> finds, information too.</summary>
    internal List<JsonObject> Validate(int code, params string[] arguments)
    {
        Run(["validate", "--format=json", "--log-level=information", .. arguments]).Should().Be(code, Host.Output + Host.Error);
        return [.. JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Select(finding => finding!.AsObject())];
    }

    internal static string? Text(JsonObject finding, string key) => (string?)finding[key];

    /// <summary>Renders with the container's usual folders and nothing of this process's environment but its options.</summary>
    internal JsonObject Render(params string[] arguments)
    {
        Run(["render", "--show-secrets", .. arguments]);
        Host.Output.Should().NotBeEmpty(Host.Error);
        return JsonNode.Parse(Host.Output)!.AsObject();
    }

    internal int Run(params string[] arguments) =>
        Host.Run(
            [
                .. arguments, "--config-dir=/etc/orthanc", "--secrets-dir=/run/secrets", "--definitions=/startup",
                "--plugins-available=/usr/share/orthanc/plugins-available", "--plugins-dir=/usr/share/orthanc/plugins"]);
}
