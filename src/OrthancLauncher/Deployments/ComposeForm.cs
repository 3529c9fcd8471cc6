using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Deployments;

/// <summary>
/// Refuses what compose's own schema refuses: unknown keys, and values of another form. Extensions (x-…) may hold anything.
/// </summary>
internal static class ComposeForm
{
    private static readonly string[] Sources = ["file", "environment", "content"];

    /// <summary>For what of another service a service can wait.</summary>
    private static readonly string[] Conditions = ["service_started", "service_healthy", "service_completed_successfully"];

    /// <summary>What can be there without a value.</summary>
    private static readonly string[] Nullable = ["include", "command", "entrypoint", "deploy", "develop"];

    /// <exception cref="DeploymentException">Compose would refuse the document.</exception>
    public static void Check(YamlValue root)
    {
        Check(root, "the file", ComposeSchema.Root);
        foreach (var (name, value, key) in root["services"].Members)
        {
            if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                throw new YamlValue(key).Error($"compose does not accept the name \"{name}\" of a service",
                    "use letters, digits, hyphens, dots and underscores");
            }

            if (!value.IsMapping)
            {
                throw value.Error($"service {name} must be a mapping");
            }

            CheckService(name, value);
        }

        foreach (var (section, known) in ((string, Dictionary<string, ComposeForms>)[])
            [
                ("secrets", ComposeSchema.Secret), ("configs", ComposeSchema.Config), ("volumes", ComposeSchema.Volume),
                ("networks", ComposeSchema.Network),
            ])
        {
            CheckEach(Given(root[section]), section, known);
        }
    }

    /// <summary>Refuses what compose refuses once files are merged: what has no value in any of them.</summary>
    /// <exception cref="DeploymentException">Something has no value.</exception>
    public static void CheckMerged(YamlValue root)
    {
        CheckValues(root);
        foreach (var service in root["services"].Members.Select(member => member.Value))
        {
            CheckValues(service);
            CheckTogether(service);
            foreach (var part in (string[])["volumes", "secrets", "configs", "env_file"])
            {
                foreach (var use in service[part].Parts.SelectMany(static part => part.Elements))
                {
                    CheckValues(use);
                }
            }
        }

        foreach (var section in (string[])["secrets", "configs"])
        {
            CheckValues(root[section]);
            foreach (var (name, value, _) in root[section].Members)
            {
                CheckValues(value);
                CheckSources(section, name, value);
            }
        }
    }

    /// <summary>Refuses what compose does not accept together.</summary>
    private static void CheckTogether(YamlValue service)
    {
        foreach (var (mapping, one, other) in ((YamlValue, string, string)[])
            [(service, "network_mode", "networks"), (service["build"], "dockerfile", "dockerfile_inline")])
        {
            if (mapping[one] is { IsNull: false } && mapping[other] is { IsNull: false } value)
            {
                throw value.Error($"`{one}` and `{other}` cannot both be given", "remove one of them");
            }
        }

        var scale = service["scale"];
        var replicas = service["deploy"]["replicas"];
        if (!scale.IsNull && !replicas.IsNull && scale.Text != replicas.Text)
        {
            throw scale.Error($"`scale` is {scale.Text}, and `replicas` {replicas.Text}", "remove one of them");
        }

        if (service["container_name"] is { IsNull: false } name && (scale.IsNull ? replicas : scale).Text is not (null or "" or "0" or "1"))
        {
            throw name.Error("several containers cannot have one name", "remove `container_name`");
        }
    }

    /// <summary>Whether a secret or config is not made by compose but there already.</summary>
    public static bool IsExternal(YamlValue declaration) =>
        declaration["external"] is { IsMapping: true } or { Text: "true" or "True" or "TRUE" or "yes" or "Yes" or "on" or "y" };

    private static void CheckValues(YamlValue mapping)
    {
        var empty = mapping.Members.FirstOrDefault(static member =>
            member.Value.IsNull && !Nullable.Contains(member.Key) && !member.Key.StartsWith("x-", StringComparison.Ordinal));
        if (empty is not null)
        {
            throw new DeploymentException(empty.KeyPlace, $"`{empty.Key}` has no value", "remove the line, or write what belongs below it");
        }
    }

    /// <summary>Where the content of a secret or config comes from: one source, unless it is kept elsewhere.</summary>
    private static void CheckSources(string section, string name, YamlValue value)
    {
        // A driver is Swarm's.
        if (IsExternal(value) || value["driver"].Exists)
        {
            return;
        }

        var given = Array.FindAll(Sources, source => value[source].Exists);
        if (given.Length > 1)
        {
            throw value.Error($"{name} cannot have both `{given[0]}` and `{given[1]}`", "remove one of them");
        }

        // Of a config that says external: false, compose does not ask for it.
        if (given.Length == 0 && !(section == "configs" && value["external"].Exists))
        {
            throw value.Error($"nothing says where the content of {name} comes from", "write file: or environment:");
        }
    }

    /// <exception cref="DeploymentException">Compose would refuse the service.</exception>
    public static void CheckService(string name, YamlValue service)
    {
        Check(service, $"service {name}", ComposeSchema.Service);
        Check(service["build"], "build", ComposeSchema.Build);
        Check(service["logging"], "logging", ComposeSchema.Logging);
        CheckHealth(service["healthcheck"]);
        CheckDeploy(service["deploy"]);
        CheckDependencies(service["depends_on"]);
        CheckEach(Given(service["networks"]), "networks", ComposeSchema.ServiceNetwork);
        CheckEach(Given(service["ulimits"]).Where(limit => !limit.IsScalar), "ulimits", ComposeSchema.Limit);
        CheckEach(Mappings(service["volumes"]), "volumes", ComposeSchema.Mount);
        CheckEach(Mappings(service["secrets"]), "secrets", ComposeSchema.FileUse);
        CheckEach(Mappings(service["configs"]), "configs", ComposeSchema.FileUse);
        CheckEach(Mappings(service["env_file"]), "env_file", ComposeSchema.EnvFile);
        CheckPorts(service["ports"]);
        foreach (var member in service["environment"].Members)
        {
            CheckKey(member);
            if (!member.Value.IsScalar)
            {
                throw member.Value.Error($"the value of {member.Key} must be a string", "put JSON in quotes");
            }
        }

        foreach (var part in (string[])["environment", "volumes", "secrets", "configs"])
        {
            foreach (var element in service[part].Elements)
            {
                if (element.IsNull || element.IsSequence || (element.IsMapping ? part == "environment" : !Is(element, ComposeForms.Text)))
                {
                    throw element.Error("expected a string");
                }
            }
        }
    }

    private static void CheckHealth(YamlValue health)
    {
        Check(health, "healthcheck", ComposeSchema.HealthCheck);
        if (health["test"].Elements.FirstOrDefault() is { HasUnset: false, Text: not ("NONE" or "CMD" or "CMD-SHELL") } first)
        {
            throw first.Error("the list must begin with CMD, CMD-SHELL or NONE", "write one of them before it, or a string for a shell");
        }
    }

    private static void CheckDeploy(YamlValue deploy)
    {
        Check(deploy, "deploy", ComposeSchema.Deploy);
        Check(deploy["resources"], "resources", ComposeSchema.Resources);
        Check(deploy["resources"]["limits"], "limits", ComposeSchema.Limits);
        Check(deploy["resources"]["reservations"], "reservations", ComposeSchema.Limits);
    }

    private static void CheckDependencies(YamlValue dependencies)
    {
        CheckEach(dependencies.Members.Select(member => member.Value), "depends_on", ComposeSchema.Dependency);
        foreach (var condition in Given(dependencies).Select(dependency => dependency["condition"]))
        {
            if (condition is { IsNull: false, HasUnset: false, Text: { } text } && Array.IndexOf(Conditions, text) < 0)
            {
                throw condition.Error($"compose knows no condition {text}", Spelling.Nearest(text, Conditions) is { } nearest
                    ? $"did you mean {nearest}?" : $"write {string.Join(" or ", Conditions)}");
            }
        }
    }

    private static void CheckPorts(YamlValue ports)
    {
        CheckEach(Mappings(ports), "ports", ComposeSchema.Port);
        foreach (var port in Mappings(ports))
        {
            _ = port["target"].IsNull ? throw port.Error("missing field `target`", "name the port in the container") : port;
        }

        foreach (var port in ports.Elements.Where(static port => port is { IsScalar: true, HasUnset: false }))
        {
            if (!ComposeText.IsPort(port.Text ?? ""))
            {
                throw port.Error($"{port.Text} is not a port as compose publishes it", "write \"8042:8042\", or \"127.0.0.1:8042:8042\"");
            }
        }
    }

    private static void CheckKey(YamlMember member)
    {
        var key = new YamlValue(member.KeyNode);
        if (key.IsNull || (key.IsPlain && (YamlScalars.IsBoolean(member.Key) || YamlScalars.IsNumber(member.Key))))
        {
            throw key.Error($"the key {(key.IsNull ? "null" : member.Key)} must be a string", "put it in quotes");
        }
    }

    /// <summary>The values of a mapping's members, those without one left out.</summary>
    private static IEnumerable<YamlValue> Given(YamlValue mapping) =>
        mapping.Members.Select(member => member.Value).Where(value => !value.IsNull);

    private static IEnumerable<YamlValue> Mappings(YamlValue list) => list.Elements.Where(element => element.IsMapping);

    private static void CheckEach(IEnumerable<YamlValue> values, string name, Dictionary<string, ComposeForms> known)
    {
        foreach (var value in values)
        {
            Check(value.IsMapping ? value : throw value.Error($"{name}: expected a mapping"), name, known);
        }
    }

    private static void Check(YamlValue value, string name, Dictionary<string, ComposeForms> known)
    {
        foreach (var member in value.Members)
        {
            CheckKey(member);
            if (member.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                continue;
            }

            if (!known.TryGetValue(member.Key, out var form))
            {
                var nearest = Spelling.Nearest(member.Key, known.Keys);
                throw new DeploymentException(member.KeyPlace, $"{name} has no key `{member.Key}`",
                    nearest is null ? "remove it, or begin it with x-" : $"did you mean `{nearest}`?");
            }

            if (!member.Value.IsNull && !Is(member.Value, form))
            {
                throw member.Value.Error($"{member.Key}: expected {Describe(form)}");
            }
        }
    }

    private static bool Is(YamlValue value, ComposeForms form) => value switch
    {
        _ when form.HasFlag(ComposeForms.Any) => true,
        { IsMapping: true } => form.HasFlag(ComposeForms.Mapping),
        { IsSequence: true } => form.HasFlag(ComposeForms.List)
            || (form.HasFlag(ComposeForms.Texts) && value.Elements.All(static element => Is(element, ComposeForms.Text))),
        // What an inserted variable makes of it is not known.
        { HasUnset: true } or { Text: "" } => (form & ~(ComposeForms.Mapping | ComposeForms.List | ComposeForms.Texts)) != 0,
        { IsNull: true } => false,
        { IsPlain: true, Text: { } text } when YamlScalars.IsBoolean(text) => (form & (ComposeForms.Flag | ComposeForms.FlagText)) != 0,
        { IsPlain: true, Text: { } text } when YamlScalars.IsNumber(text) => (form & (ComposeForms.Number | ComposeForms.Count)) != 0,
        var other => IsText(other.Text ?? "", form),
    };

    private static bool IsText(string text, ComposeForms form) => form.HasFlag(ComposeForms.Text)
        || (form.HasFlag(ComposeForms.Duration) && ComposeText.IsDuration(text))
        || (form.HasFlag(ComposeForms.Size) && ComposeText.IsSize(text))
        || (form.HasFlag(ComposeForms.Count) && ComposeText.IsNumber(text))
        || (form.HasFlag(ComposeForms.FlagText)
            && text.ToLowerInvariant() is "true" or "t" or "yes" or "y" or "on" or "1" or "false" or "f" or "no" or "n" or "off" or "0");

    private static string Describe(ComposeForms form)
    {
        var words = new List<string>();
        foreach (var (flags, word) in ((ComposeForms, string)[])
            [
                (ComposeForms.Text, "a string"), (ComposeForms.Duration, "a duration such as 30s"),
                (ComposeForms.Size, "a size such as 512m"), (ComposeForms.Number | ComposeForms.Count, "a number"),
                (ComposeForms.Flag | ComposeForms.FlagText, "true or false"), (ComposeForms.List, "a list"),
                (ComposeForms.Texts, "a list of strings"), (ComposeForms.Mapping, "a mapping"),
            ])
        {
            if ((form & flags) != 0)
            {
                words.Add(word);
            }
        }

        return string.Join(" or ", words);
    }
}
