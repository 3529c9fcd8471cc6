namespace OrthancLauncher.Core.Findings;

/// <summary>All rules. A new one is one property here; docs/checks.md and the machine-readable formats follow from it.</summary>
internal static class Rules
{
    private static readonly List<Rule> Made = [];

    /// <summary>All rules in alphabetical order.</summary>
    public static IReadOnlyList<Rule> All => Made;

    /// <summary>The rule of an identifier, or null.</summary>
    public static Rule? Find(string id) => Made.Find(rule => rule.Id == id);

    public static Rule AetTooLong { get; } = Add(new(
        "aet-too-long", Severity.Error, "An application entity title has at most 16 characters.")
    {
        Why = "DICOM limits application entity titles to 16 characters. Orthanc stops when its own, `DicomAet`, is longer.",
        Example = """{"DicomAet": "RADIOLOGY-DEPARTMENT"}""",
        Remedy = "Choose a title of at most 16 characters.",
        Otherwise = "a warning for modalities, with which Orthanc starts",
    });

    public static Rule ConflictingSettings { get; } = Add(new(
        "conflicting-settings", Severity.Error, "Settings exclude each other, or one needs another that is not set.")
    {
        Why = "Each setting is right by itself, but Orthanc or a plugin does not start with both, or reads one of them only.",
        Example = """{"HttpPort": 8042, "DicomPort": 8042}""",
        Remedy = "Change one of the settings in the message.",
        Otherwise = "a warning where Orthanc starts all the same, and where its version is not known and decides",
    });

    public static Rule DeprecatedName { get; } = Add(new(
        "deprecated-name", Severity.Warning, "A variable has a newer name; the old one may cease to work.")
    {
        Why = "The variable works, but it belongs to images from before April 2020, and other tools do not know it.",
        Example = "DICOM_AET=ORTHANC",
        Remedy = "Use the name in the message.",
    });

    public static Rule DeprecatedSetting { get; } = Add(new(
        "deprecated-setting", Severity.Warning, "A setting or one of its values is kept only for backward compatibility.")
    {
        Why = "Orthanc or a plugin has a newer setting or value for the same purpose and may drop the old one.",
        Example = """{"LimitJobs": 10}""",
        Remedy = "Use the setting or value in the message.",
    });

    public static Rule DuplicateKey { get; } = Add(new(
        "duplicate-key", Severity.Warning, "A key occurs twice in one object; the last value is used.")
    {
        Why = "JSON readers disagree on which of two equal keys counts. The launcher uses the last, so the first has no effect.",
        Example = """{"Name": "first", "Name": "second"}""",
        Remedy = "Remove one of the two.",
    });

    public static Rule EmptyCredentials { get; } = Add(new(
        "empty-credentials", Severity.Warning, "A user has no name or an empty password.")
    {
        Why = "An empty password protects nothing: whoever knows the name can log in.",
        Example = """{"RegisteredUsers": {"alice": ""}}""",
        Remedy = "Set a password, or remove the user.",
    });

    public static Rule FileNotFound { get; } = Add(new(
        "file-not-found", Severity.Warning, "A setting contains the path of a file that does not exist or cannot be read.")
    {
        Why = "Orthanc or a plugin opens the file when it starts or when it needs it, and fails then.",
        Example = """{"LuaScripts": ["/lua/missing.lua"]}""",
        Remedy = "Mount the file, or correct the path.",
        Otherwise = "an error for a file without which Orthanc does not start, such as a script in `LuaScripts`",
    });

    public static Rule ImageWithoutPlugin { get; } = Add(new(
        "image-without-plugin", Severity.Warning, "The tag of an image tells that it does not have an enabled plugin.")
    {
        Why = "From 22.6.1 on, only the tags of osimis/orthanc and orthancteam/orthanc that end in `-full` have the plugins for Azure and "
            + "Google Cloud storage.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environment: {AZURE_BLOB_STORAGE_PLUGIN_ENABLED: "true"}
            """,
        Remedy = "Use the tag that ends in `-full`, or disable the plugin.",
    });

    public static Rule InexactName { get; } = Add(new(
        "inexact-name", Severity.Information, "A variable's name is not spelled by the rule, but only one setting can be meant.")
    {
        Why = "Case and underscores are ignored where only one setting can be meant. The standard name is what documentation and "
            + "searches show.",
        Example = "ORTHANC__DICOMWEB__ROOT=/dicom-web/",
        Remedy = "Use the standard name; `orthanc-launcher variables name SETTING` prints it.",
    });

    public static Rule InsecureCredentials { get; } = Add(new(
        "insecure-credentials", Severity.Warning, "A user has a password that Orthanc's documentation or example configuration shows.")
    {
        Why = "Everybody knows the user `orthanc` with the password `orthanc`, and the user `alice` of the example configuration.",
        Example = """{"RegisteredUsers": {"orthanc": "orthanc"}}""",
        Remedy = "Set `ORTHANC_PASSWORD`, or register other users.",
    });

    public static Rule InvalidDefinitions { get; } = Add(new(
        "invalid-definitions", Severity.Error, "A definitions file of the image cannot be used.")
    {
        IsOfLauncher = true,
        Why = "The image describes its plugins, names and defaults in these files. One that cannot be used would change the "
            + "configuration silently.",
        Example = """{"MyPlugin": 3}""",
        Remedy = "Correct the file in the image.",
    });

    public static Rule InvalidDeployment { get; } = Add(new(
        "invalid-deployment", Severity.Error, "A compose file or Kubernetes manifest cannot be used.")
    {
        IsOfLauncher = true,
        Why = "Docker or Kubernetes would refuse the file, so no container would start with it.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environments: {ORTHANC__NAME: my-orthanc}
            """,
        Remedy = "Correct the file at the line and column in the message.",
    });

    public static Rule InvalidFlag { get; } = Add(new("invalid-flag", Severity.Warning, "A boolean variable has an unrecognised value.")
    {
        Why = "A boolean variable accepts `true false 1 0 yes no on off` in any case. Anything else counts as not set.",
        Example = "VERBOSE_ENABLED=perhaps",
        Remedy = "Write `true` or `false`.",
    });

    public static Rule InvalidHostId { get; } = Add(new(
        "invalid-host-id", Severity.Warning, "A host id is not a hexadecimal number of up to eight digits.")
    {
        Why = "The host id is the number from which DICOM identifiers are made. `hostid` prints it as intended only if it has up to "
            + "eight hexadecimal digits.",
        Example = "FORCE_HOST_ID=my-host",
        Remedy = "Write up to eight hexadecimal digits, for example `0a1b2c3d`.",
    });

    public static Rule InvalidJson { get; } = Add(new("invalid-json", Severity.Error, "A source is not valid JSON, or not a JSON object.")
    {
        IsOfLauncher = true,
        Why = "Nothing is merged from a source that is not valid JSON, so a start would miss all its settings. Comments and trailing "
            + "commas are accepted, as Orthanc accepts them.",
        Example = """{"HttpPort" 8042}""",
        Remedy = "Correct the text at the line and column in the message.",
    });

    public static Rule JavaRuntimeMissing { get; } = Add(new(
        "java-runtime-missing", Severity.Warning, "The Java plugin is enabled, but there is no Java runtime.")
    {
        Why = "The Java plugin loads `libjvm.so` when Orthanc starts.",
        Example = "JAVA_PLUGIN_ENABLED=true",
        Remedy = "Install a Java runtime below `/usr/lib/jvm`, or set `JAVA_HOME`.",
    });

    public static Rule LauncherBypassed { get; } = Add(new(
        "launcher-bypassed", Severity.Warning, "A deployment starts Orthanc without the launcher.")
    {
        Why = "If `entrypoint` or `command` starts Orthanc itself, nobody merges files, secrets and variables: Orthanc reads only the path "
            + "in its command line.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                entrypoint: Orthanc /etc/orthanc/orthanc.json
            """,
        Remedy = "Remove `entrypoint` and `command`; options of Orthanc follow `--`.",
    });

    public static Rule MalformedName { get; } = Add(new(
        "malformed-name", Severity.Error, "A variable's name has an underscore too many, so it cannot be that of a setting.")
    {
        IsOfLauncher = true,
        Why = "Two underscores separate the levels of a setting and one separates words, so an empty level or word can be no setting's "
            + "name.",
        Example = "ORTHANC__DICOM___AET=ORTHANC",
        Remedy = "Write `ORTHANC__SECTION__SETTING`.",
    });

    public static Rule MalformedValue { get; } = Add(new(
        "malformed-value", Severity.Error, "An entry or a string does not have the form that its setting needs.")
    {
        Why = "An entry has too few or too many elements, lacks a key, or has a name that Orthanc does not allow; or a string is empty, "
            + "or not an AET, a port or a URL where one is needed.",
        Example = """{"DicomModalities": {"pacs": ["PACS", "10.0.0.5"]}}""",
        Remedy = "Complete or correct the value as the message tells.",
        Otherwise = "a warning where not every version of Orthanc refuses the value",
    });

    public static Rule MissingSecret { get; } = Add(new(
        "missing-secret", Severity.Error, "A secret that sets a value does not exist or cannot be read.")
    {
        IsOfLauncher = true,
        Why = "A variable names a secret, or a secret is named like a variable, and its file cannot be read. Without it Orthanc could "
            + "start with a default password.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environment: {ORTHANC__POSTGRESQL__PASSWORD_SECRET: pg-password}
            """,
        Remedy = "Give the secret to the service and make it readable for the container's user, or correct the name.",
        Otherwise = "a warning or information for deployments, where the secret may exist elsewhere",
    });

    public static Rule NearMissName { get; } = Add(new(
        "near-miss-name", Severity.Warning, "A variable, secret or file is not read, but its name is nearly one that is.")
    {
        Why = "A variable with an underscore or letter too few is an ordinary variable of the environment, which nothing reads. Names "
            + "that a file inserts as `${NAME}` are not meant.",
        Example = "ORTHANC_DICOM_WEB__ROOT=/dicom-web/",
        Remedy = "Use the name in the message.",
    });

    public static Rule NoAuthentication { get; } = Add(new(
        "no-authentication", Severity.Warning, "Remote access is enabled without authentication.")
    {
        Why = "Anybody who reaches the server can read and delete all images. The Authorization plugin counts as authentication.",
        Example = """{"RemoteAccessAllowed": true, "AuthenticationEnabled": false}""",
        Remedy = "Set `AuthenticationEnabled` to `true`, unless a reverse proxy authenticates users.",
    });

    public static Rule NoUsers { get; } = Add(new(
        "no-users", Severity.Error, "Remote access is allowed and authentication is on, but there is no user.")
    {
        IsOfLauncher = true,
        Why = "Orthanc would create the user `orthanc` with a password that everybody knows. It happens when remote access, the HTTP "
            + "server and authentication are on and `RegisteredUsers` is empty or not set.",
        Example = """{"RemoteAccessAllowed": true}""",
        Remedy = "Set `ORTHANC_PASSWORD`, or add users to `RegisteredUsers`.",
    });

    public static Rule NotAConfiguration { get; } = Add(new(
        "not-a-configuration", Severity.Warning, "A JSON secret is not a configuration of Orthanc and is not merged.")
    {
        Why = "A JSON file among the secrets is usually a configuration. This one is a Google service account, or a setting contains "
            + "its path, so it is not merged.",
        Example = """{"type": "service_account", "private_key": "…"}""",
        Remedy = "Leave it if that is intended; otherwise move it to a folder of its own.",
    });

    public static Rule NotInEnum { get; } = Add(new(
        "not-in-enum", Severity.Warning, "A string is not one of the allowed values of the setting.")
    {
        Why = "Orthanc does not know the string. Newer versions may know more than this list.",
        Otherwise = "an error for a string with which Orthanc does not start",
        Example = """{"MaximumStorageMode": "Recycel"}""",
        Remedy = "Write one of the values in the message.",
    });

    public static Rule NotInThisVersion { get; } = Add(new(
        "not-in-this-version", Severity.Warning, "The Orthanc in use does not have this setting, value or option.")
    {
        Why = "Orthanc passes over settings that it does not know, so the setting has no effect. The version is that of "
            + "`--orthanc-version`, of the image's definitions or of the image's tag; nothing is reported if it is not known.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environment: {ORTHANC__REJECTED_SOP_CLASSES: "[]"}
            """,
        Remedy = "Remove it, use the older name in the message, or use a newer Orthanc.",
        Otherwise = "an error for a value at which that version does not start",
    });

    public static Rule NotKnown { get; } = Add(new(
        "not-known", Severity.Information, "A part of the deployment cannot be seen here, so it is not judged.")
    {
        Why = "An external secret, a Secret or ConfigMap that is not among the manifests, a volume over a folder that is read, an image of "
            + "one's own or a variable that compose inserts (`${PASSWORD}` without an `.env`) may contain what seems to be missing. "
            + "`no-users`, `placeholder-left`, `unset-variable`, `file-not-found` and `java-runtime-missing` are only information then.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                secrets: [ORTHANC_PASSWORD]
            secrets:
              ORTHANC_PASSWORD: {external: true}
            """,
        Remedy = "Leave it, or name what is missing: the manifest, a copy of the file, the image's files with `--root`, variables of "
            + "compose with `--interpolation-env FILE`. With `--environment` a variable that is not set is empty, as for compose.",
        Otherwise = "a warning for an `env_file`, and a mounted file or folder beside the compose file, that does not exist",
    });

    public static Rule NotUtf8 { get; } = Add(new("not-utf8", Severity.Error, "A source is not UTF-8.")
    {
        IsOfLauncher = true,
        Why = "Configurations, variables and secrets are UTF-8. Other encodings damage names and passwords.",
        Example = """{"Name": "Hôpital"}""",
        Remedy = "Save the file as UTF-8.",
    });

    public static Rule NothingToCheck { get; } = Add(new(
        "nothing-to-check", Severity.Error, "A named file or folder holds nothing that can be checked.")
    {
        Why = "A check of nothing would pass and mean nothing. Looked for are compose files, Kubernetes manifests, files of variables for "
            + "Orthanc and configurations in JSON, told by their content; a service or container runs Orthanc by its image's name, its "
            + "`ORTHANC__` variables or `x-orthanc-launcher`.",
        Example = """
            services:
              web: {image: nginx}
            """,
        Remedy = "Name another file, or the service with `--service` or the container with `--workload`.",
        Otherwise = "an information for a folder",
    });

    public static Rule OutOfRange { get; } = Add(new(
        "out-of-range", Severity.Warning, "A number is larger or smaller than the setting allows.")
    {
        Why = "The number is outside the range that Orthanc documents for the setting.",
        Otherwise = "an error for a number with which Orthanc does not start",
        Example = """{"HttpPort": 70000}""",
        Remedy = "Write a number in the range of the message.",
    });

    public static Rule Overwritten { get; } = Add(new(
        "overwritten", Severity.Information, "A later source replaces an earlier one's value.")
    {
        Why = "Later sources win: files, secrets, further files, `ORTHANC_JSON`, variables, secrets of one setting. `explain SETTING` "
            + "shows the whole chain.",
        Example = "ORTHANC__NAME=first\nORTHANC_JSON={\"Name\": \"second\"}",
        Remedy = "Leave it if that is intended; otherwise remove one of the two values.",
        Otherwise = "a warning for `NAME_FILE`, which is not read where `NAME` is set too",
    });

    public static Rule PlaceholderLeft { get; } = Add(new(
        "placeholder-left", Severity.Warning, "A default that must be replaced is still in use.")
    {
        Why = "The image cannot know the value, for example the host of a database, so the plugin would not work.",
        Example = "MYSQL_PLUGIN_ENABLED=true",
        Remedy = "Set the variable in the message.",
    });

    public static Rule PluginDisabled { get; } = Add(new("plugin-disabled", Severity.Warning, "A plugin is configured but not enabled.")
    {
        Why = "The settings have no effect, because Orthanc does not load the plugin that reads them.",
        Example = """{"StoneWebViewer": {"PrintEnabled": true}}""",
        Remedy = "Set the enabling variable in the message, or remove the section.",
    });

    public static Rule PluginLibraryMissing { get; } = Add(new(
        "plugin-library-missing", Severity.Error, "The library of an enabled plugin does not exist.")
    {
        IsOfLauncher = true,
        Why = "Orthanc would start without a plugin that is asked for. A library in a folder of `Plugins` counts as present, and nothing "
            + "is checked where the folder `plugins-available` does not exist.",
        Example = "TRANSFERS_PLUGIN_ENABLED=true",
        Remedy = "Use an image with the plugin, or disable it.",
        Otherwise = "an information for a plugin that is on only by default, and a warning where only the section `OHIF` or "
            + "`WholeSlideImaging` enables it, which the former start-up scripts did not know: it is left off",
    });

    public static Rule PluginsFolderOmitted { get; } = Add(new(
        "plugins-folder-omitted", Severity.Warning, "The setting Plugins does not include the folder with the enabled plugins.")
    {
        Why = "Libraries of enabled plugins are linked into one folder. If `Plugins` is set and does not include that folder, Orthanc "
            + "loads none of them.",
        Example = "DICOM_WEB_PLUGIN_ENABLED=true\nORTHANC__PLUGINS=[\"/my/plugins\"]",
        Remedy = "Add the folder in the message to `Plugins`, or remove the setting.",
    });

    public static Rule SecretInEnvironment { get; } = Add(new(
        "secret-in-environment", Severity.Information, "A deployment contains a secret value as a plain variable.")
    {
        Why = "Whoever reads the file, or may inspect the container, sees the value.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environment: {ORTHANC_PASSWORD: s3cret}
            """,
        Remedy = "Give it as a secret of the same name, or insert it: `${NAME}` in compose, `secretKeyRef` in Kubernetes.",
    });

    public static Rule ServiceLink { get; } = Add(new(
        "service-link", Severity.Warning, "A service link of Kubernetes has the name of a variable, or nearly, and is ignored.")
    {
        Why = "Kubernetes sets variables for each service, such as `DICOM_PORT=tcp://10.0.0.1:4242`. Some have the name of a legacy "
            + "variable or nearly that of a setting.",
        Example = "DICOM_PORT=tcp://10.0.0.1:4242",
        Remedy = "Set `enableServiceLinks: false` in the pod, or rename the service.",
        Otherwise = "an information for the variables of a service called orthanc or orthanc-launcher",
    });

    public static Rule SuspiciousUnit { get; } = Add(new(
        "suspicious-unit", Severity.Warning, "A number looks like bytes where megabytes are expected.")
    {
        Why = "`MaximumStorageSize` and similar settings are in megabytes. A number of bytes sets no limit in practice.",
        Example = """{"MaximumStorageSize": 1073741824}""",
        Remedy = "Write the number of megabytes.",
    });

    public static Rule TrailingLineEnd { get; } = Add(new(
        "trailing-line-end", Severity.Warning, "A string from a variable ends in a line end.")
    {
        Why = "A variable keeps its text, also the line end that `echo` writes, so that a password with one is wrong.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environment: {ORTHANC_PASSWORD: "s3cret\n"}
            """,
        Remedy = "Remove the line end; `echo -n` and `printf` write none.",
    });

    public static Rule TypeConflict { get; } = Add(new(
        "type-conflict", Severity.Warning, "Two sources disagree on whether a value is an object; the later one wins whole.")
    {
        Why = "Objects are merged key by key, but an object and another value cannot be, so all that the earlier source set there is "
            + "lost.",
        Example = "ORTHANC__DICOM_WEB__ROOT=/dicom-web/\nORTHANC_JSON={\"DicomWeb\": true}",
        Remedy = "Use the same type in both sources.",
    });

    public static Rule UnknownSetting { get; } = Add(new(
        "unknown-setting", Severity.Warning, "Orthanc and its plugins have no setting of this name.")
    {
        Why = "Orthanc ignores settings that it does not know; names are case-sensitive. Whole sections (objects) that nobody knows may "
            + "belong to scripts of users.",
        Example = """{"name": "ORTHANC"}""",
        Remedy = "Use the name in the message.",
        Otherwise = "an information for a section that nobody knows; an error in `Warnings` and `ExtraMainDicomTags`, where Orthanc "
            + "stops",
    });

    public static Rule UnreadableSource { get; } = Add(new("unreadable-source", Severity.Error, "A file or folder cannot be read.")
    {
        IsOfLauncher = true,
        Why = "A start that passes over a file in silence misses its settings.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                volumes: ["./folder:/etc/orthanc/orthanc.json"]
            """,
        Remedy = "Correct mode and owner; the message names the user id of the launcher.",
        Otherwise = "a warning for deployments, where the file may exist elsewhere",
    });

    public static Rule UnsetVariable { get; } = Add(new("unset-variable", Severity.Warning, "A file uses a variable that is not set.")
    {
        IsOfLauncher = true,
        Why = "An empty string replaces the reference, which is rarely intended.",
        Example = """{"Name": "at-${SITE}"}""",
        Remedy = "Set the variable, write `${NAME:-default}`, or `\\$` for a dollar.",
        Otherwise = "an error for `${NAME:?message}`; an information in a compose file where no file with its variables was found",
    });

    public static Rule UnusedAcceptance { get; } = Add(new(
        "unused-acceptance", Severity.Information, "A finding is accepted that there is not, or that cannot be accepted.")
    {
        Why = "An acceptance that matches nothing is left from a problem that is solved, or has a misspelt setting. Errors of the launcher "
            + "itself cannot be accepted, because it does not start Orthanc with them.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                x-orthanc-launcher: {accept: [out-of-range]}
            """,
        Remedy = "Remove the acceptance, or correct the rule or setting in it.",
        Otherwise = "a warning for a rule that does not exist",
    });

    public static Rule VariablesNotRead { get; } = Add(new(
        "variables-not-read", Severity.Warning, "An image without the launcher gets variables that only a launcher reads.")
    {
        Why = "The images jodogne/orthanc, jodogne/orthanc-plugins and jodogne/orthanc-python start Orthanc directly, which reads files "
            + "and no variables. Such a container is judged by its files alone, without the defaults of a launcher.",
        Example = """
            services:
              orthanc:
                image: jodogne/orthanc-plugins
                environment: {ORTHANC__NAME: my-orthanc}
            """,
        Remedy = "Use an image with a launcher, or mount a configuration file.",
    });

    public static Rule WholeSecret { get; } = Add(new(
        "whole-secret", Severity.Warning, "A string is a whole JSON object with a password in it.")
    {
        Why = "Secret stores of cloud providers keep the credentials of a database as one object, such as "
            + "`{\"username\": …, \"password\": …}`. A setting needs one value of it; the object itself is a wrong password.",
        Example = """ORTHANC__POSTGRESQL__PASSWORD={"username": "orthanc", "password": "…"}""",
        Remedy = "Hand out the value of the key alone, as the secret store allows, for example `SECRET:password::` in Amazon's ECS.",
    });

    public static Rule WrongPort { get; } = Add(new(
        "wrong-port", Severity.Warning, "A deployment publishes or asks a port on which Orthanc does not listen.")
    {
        Why = "A published port, or that of a health check, is compared with `HttpPort` and `DicomPort`. Published ports are not judged "
            + "where a plugin is enabled that can listen on ports of its own.",
        Example = """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                ports: ["80:8080"]
            """,
        Remedy = "Use the port in the message, or change the setting.",
    });

    public static Rule WrongType { get; } = Add(new("wrong-type", Severity.Error, "A value has a type that the setting does not accept.")
    {
        Why = "Orthanc and most plugins stop at a value of a wrong type. Values of variables and secrets are converted to the type of "
            + "their setting before they are checked, values in files are not. Inside a variable's JSON a number or boolean in a map of "
            + "strings (`{\"alice\": 12345}` for the users) becomes a string, with a warning.",
        Example = """{"HttpPort": "8042"}""",
        Remedy = "Write a value of the type in the message.",
        Otherwise = "a warning where starts are known to succeed: `null`, a number or a boolean in some settings such as `Name` and "
            + "`SslCertificate`, in `RegisteredUsers` before 1.13.0; anything in Orthanc Explorer 2, Stone and the old viewers; anything "
            + "in the section of a plugin that is off, of a server that is off, or that a later source replaces",
    });

    private static Rule Add(Rule rule)
    {
        Made.Add(rule);
        return rule;
    }
}
