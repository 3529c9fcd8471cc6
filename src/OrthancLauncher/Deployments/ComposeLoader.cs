using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>Reads compose files with all that they include and extend, and merges them.</summary>
internal sealed class ComposeLoader(Func<ReadOnlyMemory<byte>> standardInput)
{
    /// <summary>Longest chain of files that include each other, and of services that extend each other.</summary>
    private const int MaximumChain = 50;

    private const string ProjectName = "COMPOSE_PROJECT_NAME";

    /// <summary>What is taken over from included files.</summary>
    private static readonly string[] Sections = ["services", "volumes", "networks", "secrets", "configs"];

    private readonly Dictionary<(string Path, string Folder), YamlFile> _files = [];

    /// <summary>What was noticed in files of variables.</summary>
    public FindingList Findings { get; } = new();

    /// <summary>All compose files that were read.</summary>
    public IEnumerable<string> Files => _files.Keys.Select(key => key.Path);

    /// <summary>The merged content of files, the weakest first.</summary>
    /// <exception cref="DeploymentException">A file cannot be used.</exception>
    public YamlValue Load(IReadOnlyList<string> paths, ComposeScope scope)
    {
        string? project = null;
        return Load(
            paths, scope with { Lookup = name => scope.Lookup(name) ?? (name == ProjectName ? project ??= NameOf(paths, scope) : null) },
            default, []);
    }

    /// <summary>The project's name: the one that the files give it, else that of the folder in the letters that compose accepts.</summary>
    private string NameOf(IReadOnlyList<string> paths, ComposeScope scope)
    {
        var given = paths.SelectMany(path => Read(path, scope.Folder, default).AllDocuments)
            .Select(document => document["name"].Text).LastOrDefault(text => text is not null);
        var folder = Path.GetFullPath(scope.Folder.Length == 0 ? "." : scope.Folder).TrimEnd('/');
        return given is not null ? Interpolation.Apply(given, scope.Lookup).Text
            : string.Concat(Path.GetFileName(folder).ToLowerInvariant().Where(IsOfName)).TrimStart('_', '-');

        static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-';
    }

    private YamlValue Load(IReadOnlyList<string> paths, ComposeScope scope, Place from, List<string> including)
    {
        YamlNode? model = null;
        YamlFile? first = null;
        foreach (var path in paths)
        {
            var file = Read(path, scope.Folder, from);
            first ??= file;
            foreach (var document in file.AllDocuments)
            {
                var above = Document(document, scope, model, including);
                model = model is null ? above : ComposeMerger.Merge(model, above);
                ComposeForm.CheckMerged(new YamlValue(model));
            }
        }

        return model is null ? throw NoServices(first!) : new YamlValue(model);
    }

    private static DeploymentException NoServices(YamlFile file) =>
        new(file.Start, "not a compose file: no `services:` section", "name a compose file, or write services: with a service below it");

    private YamlFile Read(string path, string folder, Place from)
    {
        if (_files.TryGetValue((path, folder), out var known))
        {
            return known;
        }

        string? failure = null;
        var content = path == "-" ? standardInput() : HostFile.Read(path, out failure);
        if (failure is null)
        {
            return _files[(path, folder)] = YamlFile.Read(path, content, folder, sharesAnchors: true);
        }

        throw from.Source is null
            ? new DeploymentException(
                Rules.UnreadableSource, new Place(new Source(SourceKind.File, path)), $"the file cannot be read: {failure}")
            : new DeploymentException(Rules.UnreadableSource, from, $"{path} cannot be read: {failure}", "correct the path");
    }

    /// <summary>A document as it is merged with others: variables inserted, services extended, included files taken over.</summary>
    private YamlNode Document(YamlValue document, ComposeScope scope, YamlNode? before, List<string> including)
    {
        if (document.IsNull && document.File.Documents.Any())
        {
            throw document.Error("compose does not accept an empty document", "remove the --- above it");
        }

        if (!document.IsMapping)
        {
            throw NoServices(document.File);
        }

        var interpolated = new YamlValue(new ComposeInterpolator(scope.Lookup).Apply(document.Node!));
        ComposeForm.Check(interpolated);
        var services = interpolated["services"];
        if (services.IsMapping)
        {
            var extended = new YamlMapping(services.File, services.Node!.Start, services.Node.Tag);
            foreach (var service in services.AllMembers)
            {
                // What is taken away extends nothing, whatever is written below its tag.
                var node = service.Value is { IsMapping: true, IsReset: false }
                    ? Extended(service.Key, services, before, scope, [])
                    : service.Value.Node!;
                extended.Children.Add(new YamlPair(service.KeyNode, node));
            }

            interpolated = new YamlValue(ComposeMerger.With(interpolated, "services", extended));
        }

        return interpolated["include"].Exists ? Included(interpolated, scope, including) : interpolated.Node!;
    }

    private YamlNode Extended(string name, YamlValue services, YamlNode? before, ComposeScope scope, List<string> chain)
    {
        var service = services[name];
        if (!service.Exists && before is not null)
        {
            service = new YamlValue(before)["services"][name];
        }

        if (service["extends"] is not { IsNull: false } extends)
        {
            return service.Node!;
        }

        var file = extends["file"].Text;
        var wanted = (extends.IsMapping ? extends["service"] : extends).Text ?? throw extends.Error("missing field `service`");
        var link = $"{services.File.Name}:{name}";
        if (chain.Contains(link) || chain.Count > MaximumChain)
        {
            throw extends.Error("the services extend each other in a circle");
        }

        chain = [.. chain, link];
        var own = ComposeMerger.Without(service, "extends");
        YamlNode below;
        if (file is null)
        {
            var source = services[wanted].Exists || before is null ? services : new YamlValue(before)["services"];
            CheckExtended(source, wanted, extends);
            below = Extended(wanted, source, null, scope, chain);
        }
        else
        {
            var path = HostPaths.From(extends.File.Folder, file);
            var folder = path[..(path.LastIndexOf('/') + 1)];
            var other = Read(path, folder, extends.Place);
            var root = other.Documents.Select(document => new ComposeInterpolator(scope.Lookup).Apply(document.Node!))
                .Aggregate((YamlNode?)null, (below, above) => below is null ? above : ComposeMerger.Merge(below, above));
            var source = root is null ? new YamlValue(other, null) : new YamlValue(root)["services"];
            CheckExtended(source, wanted, extends);
            ComposeForm.CheckService(wanted, source[wanted]);
            below = Extended(wanted, source, null, scope with { Folder = folder }, chain);
        }

        return ComposeMerger.Merge(below, own, 2, "services", wanted);
    }

    private static void CheckExtended(YamlValue services, string wanted, YamlValue extends)
    {
        if (!services[wanted].IsMapping)
        {
            var names = services.Members.Select(member => member.Key).ToList();
            throw extends.Error(
                $"no service {wanted} to extend{(Spelling.Nearest(wanted, names) is { } nearest ? $"; did you mean {nearest}?" : "")}; "
                + (names.Count == 0 ? "there are no services" : $"the services are {string.Join(", ", names)}"));
        }
    }

    private YamlMapping Included(YamlValue document, ComposeScope scope, List<string> including)
    {
        var result = ComposeMerger.Without(document, "include");
        foreach (var include in document["include"].Elements)
        {
            var entry = include.IsMapping ? include["path"] : include;
            var paths = (entry.IsSequence ? entry.Elements : [entry])
                .Select(path => HostPaths.From(scope.Folder, path.Text ?? throw include.Error("missing field `path`"))).ToList();
            if (paths.Count == 0)
            {
                throw include.Error("missing field `path`");
            }

            if (including.Contains(paths[0]) || including.Count > MaximumChain)
            {
                throw include.Error("the files include each other in a circle");
            }

            var project = include["project_directory"].Text is { } given ? HostPaths.From(scope.Folder, given) + "/"
                : paths[0][..(paths[0].LastIndexOf('/') + 1)];
            var envFiles = include["env_file"] is { IsNull: false } files
                ? (files.IsSequence ? files.Elements : [files]).Select(file => HostPaths.From(scope.Folder, file.Text ?? "")).ToList()
                : null;
            var inner = ComposeScope.Of(project, envFiles, scope.Lookup, include.Place, ReportUnset);
            result = Import(new YamlValue(result), Load(paths, inner, include.Place, [.. including, paths[0]]), include);
        }

        return result;
    }

    private static YamlMapping Import(YamlValue into, YamlValue imported, YamlValue include)
    {
        var result = (YamlMapping)into.Node!;
        foreach (var section in Sections)
        {
            var members = imported[section].Members;
            if (members.Count == 0)
            {
                continue;
            }

            var own = new YamlValue(result)[section];
            foreach (var member in members)
            {
                if (own[member.Key].Exists && !IsSame(own[member.Key], member.Value))
                {
                    throw own[member.Key].Error($"{section}.{member.Key} is in an included file too ({include.Place})",
                        "give one of them another name, or change it in an override file");
                }
            }

            var merged = new YamlMapping(include.File, include.Node!.Start);
            merged.Children.AddRange(own.AllMembers.Select(member => new YamlPair(member.KeyNode, member.Value.Node!)));
            merged.Children.AddRange(members.Where(member => !own[member.Key].Exists)
                .Select(member => new YamlPair(member.KeyNode, member.Value.Node!)));
            result = ComposeMerger.With(new YamlValue(result), section, merged);
        }

        return result;
    }

    private static bool IsSame(YamlValue left, YamlValue right) => (left.Node, right.Node) switch
    {
        (YamlScalar one, YamlScalar other) => one.Value == other.Value,
        (YamlSequence one, YamlSequence other) => one.Children.Count == other.Children.Count
            && one.Children.Zip(other.Children).All(pair => IsSame(new YamlValue(pair.First), new YamlValue(pair.Second))),
        (YamlMapping, YamlMapping) => left.Members.Count == right.Members.Count
            && left.Members.All(member => right[member.Key].Exists && IsSame(member.Value, right[member.Key])),
        var (one, other) => ReferenceEquals(one, other),
    };

    public void ReportUnset(string? name, Place place)
    {
        var message = name is null ? "a dollar begins the name of a variable that is not set" : $"the variable {name} is not set";
        if (!Findings.Any(finding => finding.Message.StartsWith(message, StringComparison.Ordinal) && finding.Place == place))
        {
            Findings.Add(UnsetFinding(name, place));
        }
    }

    /// <summary>The finding that a variable is not set for which nothing was inserted.</summary>
    public static Finding UnsetFinding(string? name, Place place)
    {
        var message = name is null ? "a dollar begins the name of a variable that is not set" : $"the variable {name} is not set";
        return new Finding(Rules.UnsetVariable, Severity.Warning, $"{message}, so nothing is inserted")
        {
            Place = place,
            Remedy = "set it in .env or with --interpolation-env FILE, add --environment to take the variables of this process, "
                + $"write ${{{name ?? "NAME"}:-default}}, or $$ for a dollar",
        };
    }
}
