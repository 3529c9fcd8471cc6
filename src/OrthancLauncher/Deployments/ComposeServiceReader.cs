using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>Reads one service of merged compose files.</summary>
/// <param name="findings">Takes what compose would only warn of.</param>
internal sealed class ComposeServiceReader(ComposeScope scope, FindingList findings)
{
    private readonly HashSet<string> _unset = new(StringComparer.Ordinal);
    private readonly List<UnknownSource> _unknown = [];

    /// <exception cref="DeploymentException">Compose would refuse the service.</exception>
    public ComposeService Read(string name, YamlValue service)
    {
        var variables = new Dictionary<string, ComposeVariable>(StringComparer.Ordinal);
        AddEnvFiles(service["env_file"], variables);
        AddEnvironment(service["environment"], variables);
        return new ComposeService(name, service)
        {
            Image = TextOf(service["image"]),
            Build = ComposeBuild.Of(service, TextOf, scope.Lookup),
            Command = Words(service["command"]),
            Entrypoint = Words(service["entrypoint"]),
            Environment = [.. variables.Values],
            Mounts = Mounts(service),
            VolumesFrom = [.. service["volumes_from"].Parts.SelectMany(part => part.Elements).Select(VolumesFrom)],
            Secrets = FileUses(service["secrets"], "/run/secrets/"),
            Configs = FileUses(service["configs"], "/"),
            UnknownSources = _unknown,
        };
    }

    private List<string>? Words(YamlValue value)
    {
        if (value.IsNull)
        {
            return null;
        }

        if (value.IsScalar)
        {
            return ShellWords.TrySplit(TextOf(value) ?? "", out var words) ? words
                : throw value.Error("a quote is not closed", "close it, or write the words as a list");
        }

        return [.. value.Parts.SelectMany(part => part.Elements).Select(element => ScalarText(element) ?? "")];
    }

    private void AddEnvFiles(YamlValue files, Dictionary<string, ComposeVariable> variables)
    {
        var paths = new Dictionary<string, (YamlValue File, YamlValue Format, bool IsRequired)>(StringComparer.Ordinal);
        foreach (var part in files.Parts)
        {
            foreach (var file in part.IsSequence ? part.Elements : part.IsNull ? [] : [part])
            {
                var path = HostPaths.From(file.File.Folder, Required(file.IsMapping ? file["path"] : file, file));
                paths[path] = (file, file["format"], YamlScalars.ToText(file["required"]) is not "false");
            }
        }

        // Each file sees what those before it set.
        string? Lookup(string name) => variables.TryGetValue(name, out var before) ? before.Value : scope.Lookup(name);
        foreach (var (path, (file, format, isRequired)) in paths)
        {
            if (!(isRequired && scope.IsComplete) && FileStatus.Of(path).IsMissing)
            {
                // Such files hold passwords and are often in no repository.
                _unknown.Add(new UnknownSource($"the env_file {path} does not exist here", file.Place)
                {
                    IsSuspicious = isRequired,
                    Remedy = isRequired ? "create it, or correct the path" : null,
                });
                continue;
            }

            foreach (var variable in IsRaw(format) ? ReadRaw(path, file, Lookup)
                : ComposeScope.ReadDotEnv(path, Lookup, file.Place, ReportUnset))
            {
                if (variable.Value is not null)
                {
                    variables[variable.Name] = new ComposeVariable(
                        variable.Name, variable.Value, variable.Origin?.Start ?? file.Place, variable.Origin);
                }
            }
        }
    }

    private bool IsRaw(YamlValue format) => TextOf(format) switch
    {
        null or "" => false,
        "raw" => true,
        var other => throw format.Error($"compose does not know the format {other}", "write raw, or remove it"),
    };

    private static IEnumerable<NamedValue> ReadRaw(string path, YamlValue file, Func<string, string?> lookup)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is null
            ? EnvFile.ReadNamed(path, content, lookup)
            : throw new DeploymentException(Rules.UnreadableSource, file.Place, $"the file of variables {path} cannot be read: {failure}",
                "create it, or correct the path");
    }

    private void AddEnvironment(YamlValue environment, Dictionary<string, ComposeVariable> variables)
    {
        // What is taken away is a key of a mapping: neither an entry of a list nor what a file of variables sets.
        var own = new Dictionary<string, ComposeVariable>(StringComparer.Ordinal);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in environment.Parts)
        {
            foreach (var (name, value, key) in part.AllMembers)
            {
                if (!value.IsReset)
                {
                    Set(own, name, value.IsNull ? null : value, 0, key);
                }
                else if (!listed.Contains(name))
                {
                    own.Remove(name);
                }
            }

            foreach (var entry in part.Elements)
            {
                var text = YamlScalars.ToText(entry) ?? throw entry.Error("expected a string");
                var separator = text.IndexOf('=', StringComparison.Ordinal);
                var name = separator < 0 ? text : text[..separator];
                listed.Add(name);
                Set(own, name, separator < 0 ? null : entry, separator + 1, entry.Node!);
            }
        }

        foreach (var (name, variable) in own)
        {
            variables[name] = variable;
        }
    }

    /// <param name="value">The scalar with the value; null for that of the variable of the same name that compose sees.</param>
    /// <param name="from">Where the value begins in it.</param>
    private void Set(Dictionary<string, ComposeVariable> variables, string name, YamlValue? value, int from, YamlNode key)
    {
        var place = key.File.PlaceOf(key.Start);
        if (name.Length == 0)
        {
            throw new DeploymentException(place, "a variable name must not be empty", "write NAME=VALUE");
        }

        if (value is null)
        {
            variables[name] = PassedThrough(name, new YamlValue(key));
        }
        else if (scope.IsComplete || !value.HasUnset)
        {
            variables[name] = new ComposeVariable(name, ScalarText(value)?[from..], place, value.Origin(from));
        }
        else
        {
            variables[name] = Unknown(name, value, from, place);
        }
    }

    private ComposeVariable PassedThrough(string name, YamlValue key)
    {
        var value = scope.Lookup(name);
        if (value is null && (scope.IsComplete || scope.HasFile))
        {
            findings.Add(new Finding(Rules.UnsetVariable, Severity.Warning, $"{name} is passed through but not set")
            {
                Place = key.Place,
                Remedy = "set it in .env or with --interpolation-env FILE, or add --environment to take the variables of this process",
            });
        }

        return value is not null || scope.IsComplete ? new ComposeVariable(name, value, key.Place, null)
            : new ComposeVariable(name, null, key.Place, key.Origin()) { ComesFrom = "the environment of compose" };
    }

    /// <summary>A variable into whose value others are inserted that are not set here, but perhaps where compose runs.</summary>
    private ComposeVariable Unknown(string name, YamlValue value, int from, Place place)
    {
        if (scope.HasFile)
        {
            ReportUnset(value);
        }

        var filled = value.WithPlaceholders(from);
        var text = filled.Text![from..];
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            _unknown.Add(UnknownPart(value));
            return new ComposeVariable(name, text, place, filled.Origin(from));
        }

        return new ComposeVariable(name, null, place, value.Origin(from)) { ComesFrom = NamesOfUnset(value) };
    }

    /// <summary>The information that a piece of a text is not known here.</summary>
    public static UnknownSource UnknownPart(YamlValue value) =>
        new($"what {NamesOfUnset(value)} would insert is not known here, so a placeholder stands for it", value.Place);

    private static string NamesOfUnset(YamlValue value)
    {
        var names = ((YamlScalar)value.Node!).Inserted!.Unset.Select(unset => unset.Name).OfType<string>().Distinct().ToList();
        return names.Count == 1 ? $"the variable {names[0]}" : $"the variables {string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    private string? ScalarText(YamlValue value)
    {
        var text = YamlScalars.ToText(value);
        if (text is not null && text is not ("true" or "false") && value.IsPlain && text != value.Text)
        {
            findings.Add(new Finding(Rules.WrongType, Severity.Warning, "Compose reads this as a number or date and reformats it")
            {
                Place = value.Place,
                Remedy = "put it in quotes to keep it as it is written",
            });
        }

        ReportUnset(value);
        return text;
    }

    private List<ComposeMount> Mounts(YamlValue service)
    {
        var mounts = new Dictionary<string, ComposeMount>(StringComparer.Ordinal);
        foreach (var volume in service["volumes"].Parts.SelectMany(part => part.Elements))
        {
            var mount = volume.IsMapping ? LongMount(volume) : ShortMount(volume);
            mounts[mount.Target] = IsUnknown(mount.Source) ? mount with { Type = "volume", Source = null } : mount;
        }

        foreach (var part in service["tmpfs"].Parts)
        {
            foreach (var folder in part.IsScalar ? [part] : part.Elements)
            {
                var target = Required(folder).Split(':')[0];
                mounts[target] = new ComposeMount("tmpfs", null, target, false, folder);
            }
        }

        return [.. mounts.Values];
    }

    private ComposeVolumesFrom VolumesFrom(YamlValue value) =>
        Required(value) is var name && name.StartsWith(ComposeVolumesFrom.Container, StringComparison.Ordinal)
            ? new ComposeVolumesFrom(null, value)
            : new ComposeVolumesFrom(name.Split(':')[0], value);

    private ComposeMount LongMount(YamlValue volume)
    {
        var type = TextOf(volume["type"]) ?? throw volume.Error("missing field `type`", "write type: bind or type: volume");
        var source = MountText(volume["source"]);
        if (type == "bind" && source is null)
        {
            throw volume.Error("missing field `source`", "name the file or folder to mount");
        }

        var target = TextOf(volume["target"]) ?? throw volume.Error("missing field `target`", "name the path in the container");
        return new ComposeMount(type, type == "bind" ? HostPaths.From(volume.File.Folder, source!) : source, target,
            volume.IsTrue("read_only"), volume)
        {
            IsBeside = source is not (null or ['/' or '~', ..]),
        };
    }

    private ComposeMount ShortMount(YamlValue volume)
    {
        var text = MountText(volume) is { Length: > 0 } given ? given : throw volume.Error("expected a string");
        var fields = Fields(text);
        if (fields.Count > 3 || fields.Any(field => field.Length == 0))
        {
            throw volume.Error("this is not a mount", "write SOURCE:TARGET or SOURCE:TARGET:OPTIONS");
        }

        var source = fields.Count > 1 ? fields[0] : null;
        var target = fields.Count > 1 ? fields[1] : fields[0];
        var isReadOnly = fields.Count > 2 && fields[2].Split(',').Contains("ro");
        var isBind = source is ['.' or '/' or '~', ..] || (source is [_, ':', ..] && char.IsAsciiLetter(source[0]));
        var path = isBind && source![1..] is not [':', ..] ? HostPaths.From(volume.File.Folder, source) : source;
        return new ComposeMount(isBind ? "bind" : "volume", path, target.Length > 1 ? target.TrimEnd('/') : target, isReadOnly, volume)
        {
            IsBeside = source is not (null or ['/' or '~', ..]),
        };
    }

    /// <summary>The text of a mount, with a placeholder for what is not known here.</summary>
    private string? MountText(YamlValue value)
    {
        ReportUnset(value);
        return (scope.IsComplete ? value : value.WithPlaceholders()).Text;
    }

    private static bool IsUnknown(string? path) => path?.Contains(SecretText.Mask, StringComparison.Ordinal) == true;

    /// <summary>The fields between colons; one behind a single letter is that of a drive of Windows.</summary>
    private static List<string> Fields(string text)
    {
        var fields = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ':' && !(i - start == 1 && char.IsAsciiLetter(text[start]))))
            {
                fields.Add(text[start..i]);
                start = i + 1;
            }
        }

        return fields;
    }

    private List<ComposeFileUse> FileUses(YamlValue uses, string folder)
    {
        var used = new Dictionary<string, ComposeFileUse>(StringComparer.Ordinal);
        foreach (var use in uses.Parts.SelectMany(part => part.Elements))
        {
            var source = Required(use.IsMapping ? use["source"] : use, use);
            var given = use.IsMapping ? TextOf(use["target"]) : null;
            var target = given ?? source;
            var key = given ?? folder + source;
            target = target.StartsWith('/') ? target : folder + target;
            used[key] = new ComposeFileUse(source, target, use);
        }

        return [.. used.Values];
    }

    private string Required(YamlValue value, YamlValue? around = null) =>
        TextOf(value) is { Length: > 0 } text ? text : throw (value.Exists ? value : around ?? value).Error("expected a string");

    private string? TextOf(YamlValue value)
    {
        ReportUnset(value);
        return value.Text;
    }

    private void ReportUnset(YamlValue value)
    {
        foreach (var (name, _, _) in (value.Node as YamlScalar)?.Inserted?.Unset ?? [])
        {
            ReportUnset(name, value.Place);
        }
    }

    private void ReportUnset(string? name, Place place)
    {
        if (name is null || _unset.Add(name))
        {
            findings.Add(name is null || scope.IsComplete || scope.HasFile
                ? ComposeLoader.UnsetFinding(name, place)
                : ComposeLoader.UnsetFinding(name, place) with
                {
                    Severity = Severity.Information,
                    Message = $"the variable {name} is not set here, so what it inserts is not known",
                });
        }
    }
}
