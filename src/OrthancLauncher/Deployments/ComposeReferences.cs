using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Deployments;

/// <summary>Finds what a service names and the files do not declare; compose refuses all of it.</summary>
internal static class ComposeReferences
{
    public static IEnumerable<Finding> Missing(YamlValue root, ComposeService service)
    {
        var value = service.Value;
        if (value["build"].IsNull && (service.Image is null || (service.Image.Length == 0 && !value["image"].HasUnset)))
        {
            yield return new Finding(Rules.InvalidDeployment, $"service {service.Name} has neither `image` nor `build`")
            {
                Place = root["services"].Members.First(member => member.Key == service.Name).KeyPlace,
                Remedy = "add one of them, or name the file that has it too: --compose FILE --compose FILE",
            };
        }

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

        foreach (var (name, at) in Names(value["networks"]))
        {
            if (name != "default" && Undeclared(root["networks"], "network", name, at) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var (name, at) in Names(value["depends_on"]))
        {
            if (Undeclared(root["services"], "service", name, at) is { } finding)
            {
                yield return finding;
            }
        }
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
