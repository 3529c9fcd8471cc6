using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Deployments;

/// <summary>Finds what a service names and the files do not declare; compose refuses all of it.</summary>
internal static class ComposeReferences
{
    /// <summary>The finding that nothing tells what a service runs, or null.</summary>
    public static Finding? WithoutImage(YamlValue root, ComposeService service) =>
        !service.Value["build"].IsNull || service.Image?.Length > 0 || service.Value["image"].HasUnset ? null
            : new Finding(Rules.InvalidDeployment, $"service {service.Name} has neither `image` nor `build`")
            {
                Place = root["services"].Members.First(member => member.Key == service.Name).KeyPlace,
                Remedy = "add one of them, or name the file that has it too: --compose FILE --compose FILE",
            };

    /// <summary>What a service names and nothing declares.</summary>
    public static IEnumerable<Finding> Missing(YamlValue root, ComposeService service)
    {
        foreach (var mount in service.Mounts.Where(mount => mount is { Type: "volume", Source: not null }))
        {
            if (Undeclared(root["volumes"], "volume", mount.Source!, mount.Value) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var (section, noun, uses) in ((string, string, IReadOnlyList<ComposeFileUse>)[])
            [("secrets", "secret", service.Secrets), ("configs", "config", service.Configs)])
        {
            foreach (var use in uses)
            {
                if (Undeclared(root[section], noun, use.Source, use.Value) is { } finding)
                {
                    yield return finding;
                }
            }
        }

        foreach (var (name, at) in Names(service.Value["networks"]))
        {
            if (name != "default" && Undeclared(root["networks"], "network", name, at) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var (name, at) in Dependencies(service.Value))
        {
            if (Undeclared(root["services"], "service", name, at) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>The finding that services wait for each other, or null.</summary>
    public static Finding? Circle(YamlValue root)
    {
        var services = root["services"].Members.ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new List<string>();
        // A stack of its own: a file can hold a longer chain than the thread's stack.
        var open = new Stack<IEnumerator<(string Name, YamlValue At)>>();
        foreach (var name in services.Keys)
        {
            Begin(name);
            while (open.TryPeek(out var dependencies))
            {
                if (!dependencies.MoveNext())
                {
                    open.Pop();
                    waiting.RemoveAt(waiting.Count - 1);
                    continue;
                }

                var (other, at) = dependencies.Current;
                if (done.Contains(other) && waiting.IndexOf(other) is >= 0 and var first)
                {
                    return new Finding(
                        Rules.InvalidDeployment, $"services wait for each other: {string.Join(" → ", [.. waiting[first..], other])}")
                    {
                        Place = at.Place,
                        Remedy = "take one of them away",
                    };
                }

                Begin(other);
            }
        }

        return null;

        void Begin(string name)
        {
            if (services.TryGetValue(name, out var service) && done.Add(name))
            {
                waiting.Add(name);
                open.Push(Dependencies(service).GetEnumerator());
            }
        }
    }

    /// <summary>The services that compose starts before a service, as the service names them.</summary>
    private static IEnumerable<(string Name, YamlValue At)> Dependencies(YamlValue service)
    {
        const string otherService = "service:";
        var linked = Names(service["links"]).Concat(Names(service["volumes_from"]))
            .Where(link => !link.Name.StartsWith(ComposeVolumesFrom.Container, StringComparison.Ordinal))
            .Select(link => (Name: link.Name.Split(':')[0], link.At));
        var shared = ((string[])["network_mode", "pid", "ipc"]).Select(key => service[key])
            .Where(value => value.Text?.StartsWith(otherService, StringComparison.Ordinal) == true)
            .Select(value => (Name: value.Text![otherService.Length..], At: value));
        return Names(service["depends_on"]).Concat(linked).Concat(shared).Where(name => !name.At.HasUnset);
    }

    private static IEnumerable<(string Name, YamlValue At)> Names(YamlValue value) => value.Parts.SelectMany(part =>
        part.Members.Select(member => (member.Key, member.Value.IsNull ? new YamlValue(member.KeyNode) : member.Value))
            .Concat(part.Elements.Select(element => (element.Text ?? "", element))));

    private static Finding? Undeclared(YamlValue section, string noun, string name, YamlValue at)
    {
        var names = section.Members.Select(member => member.Key).ToList();
        if (names.Contains(name))
        {
            return null;
        }

        var nearest = Spelling.Nearest(name, names);
        var suggestion = nearest is null ? "" : $"; did you mean {nearest}?";
        return new Finding(Rules.InvalidDeployment, $"the {noun} {name} is not declared{suggestion}")
        {
            Place = at.Place,
            Remedy = $"add it to the `{noun}s:` section",
        };
    }
}
