using static OrthancLauncher.Deployments.ComposeForms;

namespace OrthancLauncher.Deployments;

/// <summary>The keys of compose's own schema, up to its newest version, with the forms of their values.</summary>
internal static class ComposeSchema
{
    public static readonly Dictionary<string, ComposeForms> Root = Table(
        (Text, "name version"), (List, "include"), (Mapping, "services networks volumes secrets configs models"));

    public static readonly Dictionary<string, ComposeForms> Service = Table(
        (Text, "cgroup cgroup_parent container_name cpuset domainname hostname image ipc isolation mac_address network_mode pid "
            + "platform pull_policy pull_refresh_after restart runtime scale_policy stop_signal user userns_mode uts working_dir"),
        (Duration, "stop_grace_period"),
        (Count, "cpu_count cpu_percent cpu_shares cpus mem_swappiness oom_score_adj pids_limit scale"),
        (TextOrNumber, "cpu_quota cpu_period cpu_rt_period cpu_rt_runtime"),
        (Size | Number, "mem_limit mem_reservation memswap_limit shm_size"),
        (FlagText, "attach init oom_kill_disable privileged read_only stdin_open tty use_api_socket"),
        (List, "configs expose group_add ports post_start pre_stop secrets volumes"),
        (Texts, "cap_add cap_drop device_cgroup_rules dns_opt external_links links profiles security_opt volumes_from"),
        (ListOrMapping, "annotations depends_on environment extra_hosts labels networks sysctls models"),
        (Mapping, "blkio_config credential_spec deploy develop healthcheck logging storage_opt ulimits provider"),
        (TextOrTexts, "command entrypoint dns dns_search tmpfs"),
        (Any, "devices gpus label_file"),
        (Text | Mapping, "build extends"),
        (TextOrList, "env_file"));

    public static readonly Dictionary<string, ComposeForms> Build = Table(
        (Text, "context dockerfile dockerfile_inline network target isolation"),
        (ListOrMapping, "args labels additional_contexts ssh extra_hosts"),
        (Texts, "cache_from cache_to tags platforms entitlements"),
        (List, "secrets"), (FlagText, "no_cache pull privileged"), (Size | Number, "shm_size"), (Mapping, "ulimits"),
        (Any, "provenance sbom"));

    public static readonly Dictionary<string, ComposeForms> HealthCheck = Table(
        (TextOrTexts, "test"), (Duration, "interval timeout start_period start_interval"), (Count, "retries"), (FlagText, "disable"));

    public static readonly Dictionary<string, ComposeForms> Deploy = Table(
        (Text, "mode endpoint_mode"), (Count, "replicas"), (ListOrMapping, "labels"),
        (Mapping, "resources restart_policy update_config rollback_config placement"));

    public static readonly Dictionary<string, ComposeForms> Resources = Table((Mapping, "limits reservations"));

    public static readonly Dictionary<string, ComposeForms> Limits = Table(
        (Count, "cpus pids"), (Size, "memory"), (List, "generic_resources devices"));

    public static readonly Dictionary<string, ComposeForms> Limit = Table((Count, "soft hard"));

    public static readonly Dictionary<string, ComposeForms> Logging = Table((Text, "driver"), (Mapping, "options"));

    public static readonly Dictionary<string, ComposeForms> Dependency = Table((Text, "condition"), (FlagText, "restart required"));

    public static readonly Dictionary<string, ComposeForms> Port = Table(
        (Text, "name mode host_ip protocol app_protocol"), (Count, "target"), (TextOrNumber, "published"));

    public static readonly Dictionary<string, ComposeForms> ServiceNetwork = Table(
        (Texts, "aliases link_local_ips"), (Text, "interface_name ipv4_address ipv6_address mac_address"),
        (Mapping, "driver_opts"), (Number, "priority gw_priority"));

    public static readonly Dictionary<string, ComposeForms> Network = Table(
        (Text, "name driver"), (Flag | Text | Mapping, "external"), (Mapping, "driver_opts ipam"),
        (FlagText, "attachable internal enable_ipv4 enable_ipv6"), (ListOrMapping, "labels"));

    public static readonly Dictionary<string, ComposeForms> Secret = Table(
        (Text, "file environment name driver template_driver"), (Flag | Text | Mapping, "external"), (Mapping, "driver_opts"),
        (ListOrMapping, "labels"));

    public static readonly Dictionary<string, ComposeForms> Config = Table(
        (Text, "file environment content name template_driver"), (Flag | Text | Mapping, "external"), (ListOrMapping, "labels"));

    public static readonly Dictionary<string, ComposeForms> Volume = Table(
        (Text, "name driver"), (Flag | Text | Mapping, "external"), (Mapping, "driver_opts"), (ListOrMapping, "labels"));

    public static readonly Dictionary<string, ComposeForms> Mount = Table(
        (Text, "type source target consistency"), (FlagText, "read_only"), (Mapping, "bind volume tmpfs image"));

    public static readonly Dictionary<string, ComposeForms> FileUse = Table(
        (Text, "source target uid gid"), (TextOrNumber, "mode"));

    public static readonly Dictionary<string, ComposeForms> EnvFile = Table((Text, "path format"), (FlagText, "required"));

    private static Dictionary<string, ComposeForms> Table(params (ComposeForms Form, string Keys)[] rows)
    {
        var table = new Dictionary<string, ComposeForms>(StringComparer.Ordinal);
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
