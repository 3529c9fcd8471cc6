using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>Reads what the container of a compose service sees.</summary>
internal sealed class ComposeFile
{
    /// <summary>Longest chain of `extends`.</summary>
    private const int MaximumExtensions = 20;

    private const string Secrets = "/run/secrets";

    /// <summary>The launcher's own key of a service.</summary>
    private const string Extension = "x-orthanc-launcher";

    private readonly YamlValue _root;
    private readonly ComposeFile? _extending;
    private readonly Deployment _deployment;
    private readonly Func<string, string?> _lookup;
    private readonly HashSet<string> _unset;

    private ComposeFile(YamlFile file, IReadOnlyDictionary<string, string>? process)
    {
        _root = RootOf(file);
        _deployment = new Deployment();
        _unset = new HashSet<string>(StringComparer.Ordinal);
        _lookup = ProjectVariables(process);
    }

    private ComposeFile(YamlFile file, ComposeFile extending)
    {
        _root = RootOf(file);
        _extending = extending;
        _deployment = extending._deployment;
        _unset = extending._unset;
        _lookup = extending._lookup;
    }

    private YamlFile File => _root.File;

    /// <param name="service">The service; null if only one can be meant.</param>
    /// <param name="process">The process's own variables, or null if they must not count.</param>
    /// <exception cref="UsageException">The file is wrong, or there is no such service.</exception>
    public static Deployment Read(YamlFile file, string? service, IReadOnlyDictionary<string, string>? process)
    {
        var compose = new ComposeFile(file, process);
        var (name, value) = compose.Choose(service);
        if (compose._root["include"].Exists)
        {
            compose.Report(Rules.UnreadableSource, Severity.Warning, compose._root["include"],
                "other compose files that are included are not read", "name the file with the service itself");
        }

        compose.AddService(name, value, 0);
        return compose._deployment;
    }

    private static YamlValue RootOf(YamlFile file)
    {
        var root = file.Documents.FirstOrDefault(new YamlValue(file, null));
        return root["services"] is { IsMapping: true }
            ? root
            : throw new UsageException($"{file.Name}: not a compose file: no `services:` section");
    }

    /// <summary>The variables that the compose file itself can name: those of <c>.env</c>, and over them the process's own.</summary>
    private Func<string, string?> ProjectVariables(IReadOnlyDictionary<string, string>? process)
    {
        string? FromProcess(string name) => process?.GetValueOrDefault(name);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = HostPaths.From(File.Folder, ".env");
        if (!FileStatus.Of(path).IsMissing)
        {
            foreach (var (name, value) in ReadDotEnv(path, FromProcess, $"{path}: it cannot be read"))
            {
                if (value is not null)
                {
                    variables[name] = value;
                }
            }
        }

        return name => FromProcess(name) ?? variables.GetValueOrDefault(name);
    }

    private (string Name, YamlValue Service) Choose(string? wanted)
    {
        var services = _root["services"].Members;
        var names = services.Select(service => service.Key).ToList();
        if (wanted is not null)
        {
            var index = names.IndexOf(wanted);
            return index >= 0
                ? (wanted, services[index].Value)
                : throw _root["services"].Error($"no service {wanted}{Suggestion(wanted, names)}; the services are {Listed(names)}");
        }

        var candidates = services.Count == 1 ? services : [.. services.Where(service => IsOrthanc(service.Value))];
        return candidates.Count == 1
            ? (candidates[0].Key, candidates[0].Value)
            : throw _root["services"].Error($"more than one service matches; choose one with --service: {Listed(names)}");
    }

    /// <summary>Whether a service runs an image of Orthanc, to tell it from the database beside it.</summary>
    private static bool IsOrthanc(YamlValue service) =>
        service["image"].Text?.Split('/', ':').Any(word => word.Equals("orthanc", StringComparison.OrdinalIgnoreCase)) == true;

    private static string Suggestion(string wanted, IEnumerable<string> names) =>
        Spelling.Nearest(wanted, names) is { } nearest ? $"; did you mean {nearest}?" : "";

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);

    private void AddService(string name, YamlValue service, int depth)
    {
        if (!service.IsMapping)
        {
            throw service.Error($"service {name} must be a mapping");
        }

        if (service["extends"] is { IsNull: false } extends)
        {
            AddExtended(extends, name, depth);
        }

        AddImage(service);
        foreach (var acceptance in Sequence(service[Extension]["accept"]))
        {
            _deployment.Accept(Required(acceptance), acceptance.Place);
        }

        AddEnvFiles(service["env_file"]);
        AddEnvironment(service["environment"]);
        foreach (var volume in Sequence(service["volumes"]))
        {
            AddVolume(volume);
        }

        foreach (var folder in service["tmpfs"].IsScalar ? [service["tmpfs"]] : service["tmpfs"].Elements)
        {
            _deployment.Add(new EmptyMount(ContainerPath.Normalized(Required(folder).Split(':')[0])));
        }

        foreach (var config in Sequence(service["configs"]))
        {
            AddFile("configs", "config", config, "/");
        }

        foreach (var secret in Sequence(service["secrets"]))
        {
            AddFile("secrets", "secret", secret, Secrets);
        }
    }

    private void AddImage(YamlValue service)
    {
        _deployment.Image = TextOf(service["image"]) ?? _deployment.Image;
        if (service["build"] is { IsNull: false } build)
        {
            _deployment.UnknownImage = new UnknownSource("the image is built from files that are not read", build.Place)
            {
                Remedy = "name the folder of its files with --root",
            };
        }
        else if (service["image"] is { IsNull: false } image && _deployment.Image is { } name)
        {
            _deployment.UnknownImage = ImageVersions.UnknownContent(name, image.Place);
        }
    }

    private void AddExtended(YamlValue extends, string extending, int depth)
    {
        if (depth == MaximumExtensions)
        {
            throw extends.Error("the services extend each other in a circle");
        }

        var name = Required(extends.IsScalar ? extends : extends["service"], extends);
        var file = this;
        if (TextOf(extends["file"]) is { } path)
        {
            path = HostPaths.From(File.Folder, path);
            file = new ComposeFile(
                YamlFile.Read(path, Content(path, extends, $"{extending} extends a service of {path}, which cannot be read")), this);
        }

        var services = file._root["services"];
        var service = services[name];
        if (!service.Exists)
        {
            var names = services.Members.Select(member => member.Key).ToList();
            throw extends.Error($"no service {name} to extend{Suggestion(name, names)}; the services are {Listed(names)}");
        }

        file.AddService(name, service, depth + 1);
    }

    private void AddEnvFiles(YamlValue files)
    {
        foreach (var file in files.IsSequence ? files.Elements : files.IsNull ? [] : [files])
        {
            var path = HostPaths.From(File.Folder, Required(file.IsMapping ? file["path"] : file, file));
            if (file.IsMapping && FileStatus.Of(path).IsMissing && YamlScalars.ToText(file["required"]) is "false")
            {
                _deployment.UnknownSources.Add(new UnknownSource($"the env_file {path} does not exist here", file.Place));
                continue;
            }

            var problem = $"{file.Place}: the env_file {path} cannot be read";
            var variables = file.IsMapping && TextOf(file["format"]) == "raw"
                ? EnvFile.Read(path, Content(path, file, problem), _lookup)
                    .Select(variable => new NamedValue(variable.Name, variable.Value))
                : ReadDotEnv(path, _lookup, problem);
            foreach (var (name, value) in variables)
            {
                if (value is not null)
                {
                    _deployment.Set(name, value);
                }
            }
        }
    }

    private IReadOnlyList<NamedValue> ReadDotEnv(string path, Func<string, string?> lookup, string problem)
    {
        var content = HostFile.Read(path, out var failure);
        if (failure is not null)
        {
            throw new UsageException($"{problem}: {failure}");
        }

        return DotEnvFile.Read(path, content, lookup, (name, line) =>
            ReportUnset(name, new Place(new Source(SourceKind.File, path), line, 1)));
    }

    private void AddEnvironment(YamlValue environment)
    {
        if (environment.IsMapping)
        {
            foreach (var (name, value) in environment.Members)
            {
                AddVariable(name, value.IsScalar ? ScalarText(value)
                    : throw value.Error($"the value of {name} must be a string; put JSON in quotes"), value);
            }

            return;
        }

        foreach (var entry in Sequence(environment))
        {
            var text = Required(entry);
            var separator = text.IndexOf('=', StringComparison.Ordinal);
            AddVariable(separator < 0 ? text : text[..separator], separator < 0 ? null : text[(separator + 1)..], entry);
        }
    }

    private void AddVariable(string name, string? value, YamlValue at)
    {
        if (name.Length == 0)
        {
            throw at.Error("a variable name must not be empty; write NAME=VALUE");
        }

        value ??= _lookup(name);
        if (value is not null)
        {
            _deployment.Set(name, value);
            return;
        }

        _deployment.Remove(name);
        Report(Rules.UnsetVariable, Severity.Warning, at, $"{name} is passed through but not set",
            "set it in .env, or add --environment to take the variables of this process");
    }

    private string? ScalarText(YamlValue value)
    {
        var text = YamlScalars.ToText(value);
        if (text is not null && text is not ("true" or "false") && text != value.Text)
        {
            Report(Rules.WrongType, Severity.Warning, value, "Compose reads this as a number and reformats it",
                "put it in quotes to keep it as it is written");
        }

        return text is null ? null : Interpolated(value, text);
    }

    private void AddVolume(YamlValue volume)
    {
        string? source, target;
        var isBind = false;
        if (volume.IsMapping)
        {
            source = TextOf(volume["source"]);
            target = Required(volume["target"], volume);
            isBind = TextOf(volume["type"]) == "bind";
        }
        else
        {
            var parts = Required(volume).Split(':');
            source = parts.Length > 1 ? parts[0] : null;
            target = parts.Length > 1 ? parts[1] : parts[0];
            isBind = source is ['.' or '/' or '~', ..];
        }

        target = ContainerPath.Normalized(target);
        if (!isBind || source is null)
        {
            _deployment.Add(TextOf(volume["type"]) == "tmpfs"
                ? new EmptyMount(target)
                : new UnknownMount(target, new UnknownSource($"what the volume at {target} contains is not known here", volume.Place)));
            return;
        }

        var path = HostPaths.From(File.Folder, source);
        if (Path.Exists(path))
        {
            _deployment.Add(new HostMount(target, path));
            return;
        }

        _deployment.Add(new UnknownMount(target, NotHere(path, source, volume, $"so an empty folder would be mounted at {target}")));
    }

    /// <summary>A file or folder that is mounted and does not exist; one beside the compose file ought to.</summary>
    private static UnknownSource NotHere(string path, string written, YamlValue at, string consequence) =>
        written is ['/' or '~', ..]
            ? new UnknownSource($"{path} does not exist on this machine", at.Place)
            : new UnknownSource($"{path} does not exist, {consequence}", at.Place)
            {
                Remedy = "create it, or correct the path",
                IsSuspicious = true,
            };

    /// <summary>Mounts a config or secret.</summary>
    private void AddFile(string section, string noun, YamlValue use, string folder)
    {
        var name = Required(use.IsMapping ? use["source"] : use, use);
        var target = ContainerPath.Below(folder, (use.IsMapping ? TextOf(use["target"]) : null) ?? name);
        var declaration = Declaration(section, name);
        if (!declaration.Exists)
        {
            var names = _root[section].Members.Select(member => member.Key).ToList();
            throw use.Error($"the {noun} {name} is not declared{Suggestion(name, names)}; add it to the `{section}:` section");
        }

        var owner = declaration.File.Name;
        var isSecret = noun == "secret";
        if (TextOf(declaration["file"]) is { } path)
        {
            path = HostPaths.From(declaration.File.Folder, path);
            _deployment.Add(Path.Exists(path)
                ? new HostMount(target, path) { IsSecret = isSecret }
                : new UnknownMount(target, new UnknownSource($"the file of the {noun} {name}, {path}, does not exist here", use.Place)));
        }
        else if (declaration["content"] is { IsNull: false } content)
        {
            _deployment.Add(new ContentMount(target, Encoding.UTF8.GetBytes(TextOf(content) ?? ""), $"{owner} ({noun} {name})")
            {
                IsSecret = isSecret,
            });
        }
        else if (TextOf(declaration["environment"]) is { } variable)
        {
            _deployment.Add(
                new ContentMount(
                    target, _lookup(variable) is { } value ? Encoding.UTF8.GetBytes(value) : null, $"{owner} ({noun} {name})")
                {
                    IsSecret = isSecret,
                });
        }
        else
        {
            _deployment.Add(new ContentMount(target, null, $"{owner} ({noun} {name})"));
        }
    }

    private YamlValue Declaration(string section, string name)
    {
        for (var file = this; file is not null; file = file._extending)
        {
            if (file._root[section][name] is { Exists: true } declaration)
            {
                return declaration;
            }
        }

        return new YamlValue(File, null);
    }

    private static IEnumerable<YamlValue> Sequence(YamlValue value) =>
        value.IsNull || value.IsSequence ? value.Elements : throw value.Error("expected a list");

    private string Required(YamlValue value, YamlValue? around = null) =>
        TextOf(value) is { Length: > 0 } text ? text : throw (value.Exists ? value : around ?? value).Error("expected a string");

    private string? TextOf(YamlValue value) => value.Text is { } text ? Interpolated(value, text) : null;

    private string Interpolated(YamlValue value, string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return new Interpolation(_lookup, name => ReportUnset(name, value.Place)).Apply(text);
        }
        catch (FormatException exception)
        {
            throw value.Error(exception.Message);
        }
    }

    private static ReadOnlyMemory<byte> Content(string path, YamlValue at, string problem)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is null ? content : throw at.Error($"{problem}: {failure}");
    }

    private void ReportUnset(string? name, Place place)
    {
        if (name is null || _unset.Add(name))
        {
            var message = name is null ? "a dollar begins the name of a variable that is not set" : $"the variable {name} is not set";
            _deployment.Findings.Add(new Finding(Rules.UnsetVariable, $"{message}, so nothing is inserted")
            {
                Place = place,
                Remedy = "set it in .env, add --environment to take the variables of this process, "
                    + $"write ${{{name ?? "NAME"}:-default}}, or $$ for a dollar",
            });
        }
    }

    private void Report(Rule rule, Severity severity, YamlValue at, string message, string remedy) =>
        _deployment.Findings.Add(new Finding(rule, severity, message) { Place = at.Place, Remedy = remedy });
}
