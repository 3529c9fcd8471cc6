using System.Text.Json.Nodes;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Deployments;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>
/// What a service means to its container, in one form for compose's own answer and for ours: image, command, entrypoint, environment,
/// mounts, secrets and configs. Paths below the case's folder begin with a dot.
/// </summary>
internal static class ComposeView
{
    /// <summary>Our reading of all services, or the message of a refusal.</summary>
    public static (JsonObject? Services, string? Refusal) OfLauncher(string folder, IReadOnlyList<string> files)
    {
        try
        {
            var options = new ComposeOptions { Process = new Dictionary<string, string>() };
            var project = ComposeProject.Load([.. files.Select(file => $"{folder}/{file}")], options);
            var services = new JsonObject();
            foreach (var name in project.Services.Order(StringComparer.Ordinal))
            {
                _ = project.Deployment(name);
                services[name] = Of(project.Service(name, new FindingList()), folder);
            }

            project.CheckServices();
            return (services, null);
        }
        catch (DeploymentException exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>What <c>docker compose config --format json</c> prints, reduced to the same.</summary>
    public static JsonObject OfCompose(JsonObject printed, string folder)
    {
        var services = new JsonObject();
        foreach (var (name, service) in printed["services"]!.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            services[name] = ServiceOfCompose(service!.AsObject(), folder);
        }

        return services;
    }

    private static JsonObject Of(ComposeService service, string folder) => Without(new JsonObject
    {
        ["image"] = service.Image,
        ["command"] = Words(service.Command),
        ["entrypoint"] = Words(service.Entrypoint),
        ["environment"] = new JsonObject(service.Environment.OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => KeyValuePair.Create(variable.Name, (JsonNode?)variable.Value))),
        ["mounts"] = Sorted(service.Mounts.Select(mount => mount.Type == "tmpfs" && mount.Value.IsMapping == false
            ? $"tmpfs {mount.Target}"
            : $"{mount.Type} {Shown(mount.Source, folder)} {mount.Target}{(mount.IsReadOnly ? " read-only" : "")}")),
        ["secrets"] = Sorted(service.Secrets.Select(use => $"{use.Source} {use.Target}")),
        ["configs"] = Sorted(service.Configs.Select(use => $"{use.Source} {use.Target}")),
    });

    private static JsonObject ServiceOfCompose(JsonObject service, string folder)
    {
        var volumes = Elements(service["volumes"]).Select(volume => $"{Text(volume["type"])} "
            + $"{Shown(Unescaped(Text(volume["source"])), folder)} {Unescaped(Text(volume["target"]))}"
            + $"{(volume["read_only"]?.GetValue<bool>() == true ? " read-only" : "")}");
        var tmpfs = (service["tmpfs"] as JsonArray ?? []).Select(each => $"tmpfs {Text(each)!.Split(':')[0]}");
        return Without(new JsonObject
        {
            ["image"] = Unescaped(Text(service["image"])),
            ["command"] = Words((service["command"] as JsonArray)?.Select(word => Unescaped(Text(word))!)),
            ["entrypoint"] = Words((service["entrypoint"] as JsonArray)?.Select(word => Unescaped(Text(word))!)),
            ["environment"] = new JsonObject((service["environment"] as JsonObject ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(Unescaped(pair.Key)!, (JsonNode?)Unescaped(Text(pair.Value))))),
            ["mounts"] = Sorted(volumes.Concat(tmpfs)),
            ["secrets"] = Sorted(Elements(service["secrets"]).Select(use => Use(use, "/run/secrets/"))),
            ["configs"] = Sorted(Elements(service["configs"]).Select(use => Use(use, "/"))),
        });
    }

    private static string Use(JsonObject use, string folder)
    {
        var target = Text(use["target"]) ?? Text(use["source"])!;
        return $"{Text(use["source"])} {(target.StartsWith('/') ? target : folder + target)}";
    }

    /// <summary>Compose doubles dollars in what it prints, so that it could be read again.</summary>
    private static string? Unescaped(string? text) => text?.Replace("$$", "$", StringComparison.Ordinal);

    private static string Shown(string? source, string folder)
    {
        var path = source is ['/', ..] ? Path.GetFullPath(source) : source;
        return path switch
        {
            null => "-",
            _ when path == folder => ".",
            _ when path.StartsWith(folder + "/", StringComparison.Ordinal) => "." + path[folder.Length..],
            _ when Path.GetDirectoryName(folder) is { } above && path.StartsWith(above + "/", StringComparison.Ordinal) =>
                $"..{path[above.Length..]}",
            _ => path,
        };
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static IEnumerable<JsonObject> Elements(JsonNode? array) => (array as JsonArray ?? []).Select(each => each!.AsObject());

    private static JsonArray? Words(IEnumerable<string>? words) => words is null ? null : [.. words.Select(word => (JsonNode?)word)];

    private static JsonArray Sorted(IEnumerable<string> texts) =>
        [.. texts.Order(StringComparer.Ordinal).Select(text => (JsonNode?)text)];

    /// <summary>Without members that say nothing.</summary>
    private static JsonObject Without(JsonObject view)
    {
        foreach (var key in view.Where(pair => pair.Value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 })
            .Select(pair => pair.Key).ToList())
        {
            // An empty command is one: it takes away the image's.
            if (view[key] is null || key is not ("command" or "entrypoint"))
            {
                view.Remove(key);
            }
        }

        return view;
    }
}
