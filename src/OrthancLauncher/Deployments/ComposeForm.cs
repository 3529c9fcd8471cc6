using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Deployments;

/// <summary>
/// Refuses what compose's own schema refuses: unknown keys, and values of another form. Extensions (x-…) may hold anything.
/// </summary>
internal static class ComposeForm
{
    [Flags]
    private enum Form
    {
        String = 1,
        Number = 2,
        Boolean = 4,
        List = 8,
        Mapping = 16,

        /// <summary>What compose accepts here is not looked at.</summary>
        Any = 32,
        Scalar = String | Number | Boolean,
        ListOrMapping = List | Mapping,
        StringOrList = String | List,
        StringOrNumber = String | Number,
        StringOrBoolean = String | Boolean,
    }

    private static readonly string[] Sources = ["file", "environment", "content"];

    /// <summary>What can be there without a value.</summary>
    private static readonly string[] Nullable = ["include", "command", "entrypoint", "deploy", "develop"];

    private static readonly Dictionary<string, Form> Root = Table(
        (Form.String, "name"), (Form.Any, "version"), (Form.List, "include"),
        (Form.Mapping, "services networks volumes secrets configs models"));

    private static readonly Dictionary<string, Form> Service = Table(
        (Form.String, "cgroup cgroup_parent container_name cpuset domainname hostname image ipc isolation mac_address network_mode pid "
            + "platform pull_policy pull_refresh_after restart runtime scale_policy stop_grace_period stop_signal user userns_mode uts "
            + "working_dir"),
        (Form.StringOrNumber, "cpu_count cpu_percent cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus mem_limit "
            + "mem_reservation mem_swappiness memswap_limit oom_score_adj pids_limit scale shm_size"),
        (Form.StringOrBoolean, "attach init oom_kill_disable privileged read_only stdin_open tty use_api_socket"),
        (Form.List, "cap_add cap_drop configs device_cgroup_rules devices dns_opt expose external_links group_add links ports post_start "
            + "pre_stop profiles secrets security_opt volumes volumes_from"),
        (Form.ListOrMapping, "annotations depends_on environment extra_hosts labels networks sysctls models"),
        (Form.Mapping, "blkio_config credential_spec deploy develop healthcheck logging storage_opt ulimits provider"),
        (Form.StringOrList, "command entrypoint dns dns_search tmpfs"),
        (Form.Any, "gpus label_file"),
        (Form.String | Form.Mapping, "build extends"),
        (Form.String | Form.List, "env_file"));

    private static readonly Dictionary<string, Form> Secret = Table(
        (Form.String, "file environment name driver template_driver"), (Form.Boolean | Form.String | Form.Mapping, "external"),
        (Form.Mapping, "driver_opts"), (Form.ListOrMapping, "labels"));

    private static readonly Dictionary<string, Form> Config = Table(
        (Form.String, "file environment content name template_driver"), (Form.Boolean | Form.String | Form.Mapping, "external"),
        (Form.ListOrMapping, "labels"));

    private static readonly Dictionary<string, Form> Volume = Table(
        (Form.String, "name driver"), (Form.Boolean | Form.String | Form.Mapping, "external"), (Form.Mapping, "driver_opts"),
        (Form.ListOrMapping, "labels"));

    private static readonly Dictionary<string, Form> Mount = Table(
        (Form.String, "type source target consistency"), (Form.StringOrBoolean, "read_only"), (Form.Mapping, "bind volume tmpfs image"));

    private static readonly Dictionary<string, Form> FileUse = Table(
        (Form.String, "source target"), (Form.StringOrNumber, "uid gid mode"));

    private static readonly Dictionary<string, Form> EnvFile = Table((Form.String, "path format"), (Form.StringOrBoolean, "required"));

    /// <exception cref="DeploymentException">Compose would refuse the document.</exception>
    public static void Check(YamlValue root)
    {
        Check(root, "the file", Root);
        foreach (var (name, value, _) in root["services"].Members)
        {
            if (!value.IsMapping)
            {
                throw value.Error($"service {name} must be a mapping");
            }

            CheckService(name, value);
        }

        foreach (var (section, known) in ((string, Dictionary<string, Form>)[])[("secrets", Secret), ("configs", Config)])
        {
            CheckEach(root[section].Members.Where(member => !member.Value.IsNull).Select(member => member.Value), section, known);
        }

        CheckEach(root["volumes"].Members.Where(member => !member.Value.IsNull).Select(member => member.Value), "volumes", Volume);
    }

    /// <summary>Refuses what compose refuses once files are merged: what has no value in any of them.</summary>
    /// <exception cref="DeploymentException">Something has no value.</exception>
    public static void CheckMerged(YamlValue root)
    {
        CheckValues(root);
        foreach (var service in root["services"].Members.Select(member => member.Value))
        {
            CheckValues(service);
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
        Check(service, $"service {name}", Service);
        CheckEach(Mappings(service["volumes"]), "volumes", Mount);
        CheckEach(Mappings(service["secrets"]), "secrets", FileUse);
        CheckEach(Mappings(service["configs"]), "configs", FileUse);
        CheckEach(Mappings(service["env_file"]), "env_file", EnvFile);
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
                if (element.IsNull || element.IsSequence || (element.IsMapping && part == "environment"))
                {
                    throw element.Error("expected a string");
                }
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

    private static IEnumerable<YamlValue> Mappings(YamlValue list) => list.Elements.Where(element => element.IsMapping);

    private static void CheckEach(IEnumerable<YamlValue> values, string name, Dictionary<string, Form> known)
    {
        foreach (var value in values)
        {
            Check(value.IsMapping ? value : throw value.Error($"{name}: expected a mapping"), name, known);
        }
    }

    private static void Check(YamlValue value, string name, Dictionary<string, Form> known)
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

    private static bool Is(YamlValue value, Form form) => value switch
    {
        _ when form.HasFlag(Form.Any) => true,
        { IsMapping: true } => form.HasFlag(Form.Mapping),
        { IsSequence: true } => form.HasFlag(Form.List),
        { IsPlain: true, Text: { } text } when YamlScalars.IsBoolean(text) => form.HasFlag(Form.Boolean),
        { IsPlain: true, Text: { } text } when YamlScalars.IsNumber(text) => form.HasFlag(Form.Number),
        _ => form.HasFlag(Form.String) || (form & Form.Scalar) == Form.Boolean,
    };

    private static string Describe(Form form)
    {
        var words = new List<string>();
        foreach (var (flag, word) in ((Form, string)[])
            [
                (Form.String, "a string"), (Form.Number, "a number"), (Form.Boolean, "true or false"), (Form.List, "a list"),
                (Form.Mapping, "a mapping"),
            ])
        {
            if (form.HasFlag(flag))
            {
                words.Add(word);
            }
        }

        return string.Join(" or ", words);
    }

    private static Dictionary<string, Form> Table(params (Form Form, string Keys)[] rows)
    {
        var table = new Dictionary<string, Form>(StringComparer.Ordinal);
        foreach (var (form, keys) in rows)
        {
            foreach (var key in keys.Split(' '))
            {
                table.Add(key, form);
            }
        }

        return table;
    }
}
