using OrthancLauncher.Core.Findings;
using OrthancLauncher.Tests.Support;
using static OrthancLauncher.Tests.Support.Expected;

namespace OrthancLauncher.Tests.Validating;

/// <summary>Every rule at least once, with severity, setting and place.</summary>
public class RuleTests
{
    private const string ServiceAccount = """{"type": "service_account", "private_key": "x"}""";

    /// <summary>The host's folder as the container's root, with the variables of the process.</summary>
    private const string InRoot =
        "--root {} --environment --config-dir /etc/orthanc --secrets-dir /secrets --definitions /definitions "
            + "--plugins-available /available --plugins-dir /plugins";

    private sealed record Case(Action<TestHost> Prepare, params Expected[] Expected)
    {
        /// <summary>Options of the command line; <c>{}</c> stands for the host's folder.</summary>
        public string Options { get; init; } = "";
    }

    private static readonly Dictionary<string, Case> All = new()
    {
        ["invalid-json in a file"] = new(
            host => host.WithFile("etc/a.json", "{\n  \"Name\": \"x\",\n  \"HttpPort\" 80\n}"),
            Error("invalid-json", null, "etc/a.json:3:14", null, "a colon is expected")),
        ["invalid-json in two files"] = new(
            host => host.WithFile("etc/a.json", "{\"Name\": }").WithFile("etc/b.json", "[1]"),
            Error("invalid-json", null, "etc/a.json:1:10"),
            Error("invalid-json", null, "etc/b.json:1:1", null, "object")),
        ["invalid-json in ORTHANC_JSON"] = new(
            host => host.Set("ORTHANC_JSON", "{\"Name\": \"x\",\n\"HttpPort\" 80}"),
            Error("invalid-json", null, "environment variable ORTHANC_JSON:2:12")),
        ["invalid-json in a JSON secret"] = new(
            host => host.WithFile("secrets/a.json", "{\n\"Name\": x}"),
            Error("invalid-json", null, "secrets/a.json:2:9")),
        ["invalid-json: too deep"] = new(
            host => host.WithFile("etc/a.json", $"{{\"A\": {new string('[', 201)}{new string(']', 201)}}}"),
            Error("invalid-json", null, "etc/a.json:1:206", null, "deeper than 200")),
        ["invalid-deployment: an unknown key"] = new(
            host => host.WithFile("compose.yml", "services: {orthanc: {enviroment: {A: b}}}"),
            Error("invalid-deployment", null, "compose.yml:1:22", "did you mean `environment`?", "has no key `enviroment`"))
        {
            Options = "--compose {}/compose.yml",
        },
        ["unreadable-source: too large"] = new(
            host =>
            {
                using var file = File.Create($"{host.Folder}/etc/a.json");
                file.SetLength((64 * 1024 * 1024) + 1);
            },
            Error("unreadable-source", null, "etc/a.json", null, "larger than 64 MiB")),
        ["duplicate-key in a file"] = new(
            host => host.WithFile("etc/a.json", "{\"Name\": \"x\",\n \"Name\": \"y\"}"),
            Warning("duplicate-key", "Name", "etc/a.json:2:2")),
        ["duplicate-key below a section"] = new(
            host => host.WithFile("etc/a.json", "{\"DicomWeb\": {\"Root\": \"/x/\", \"Root\": \"/y/\"}}"),
            Warning("duplicate-key", "DicomWeb.Root", "etc/a.json:1:30")),
        ["duplicate-key in ORTHANC_JSON"] = new(
            host => host.Set("ORTHANC_JSON", "{\"Name\": \"x\",\n \"Name\": \"y\"}"),
            Warning("duplicate-key", "Name", "environment variable ORTHANC_JSON:2:2")),
        ["duplicate-key in a variable's JSON"] = new(
            host => host.Set("ORTHANC__DICOM_WEB", "{\"Root\": \"/x/\",\n \"Root\": \"/y/\"}"),
            Warning("duplicate-key", "DicomWeb.Root", "environment variable ORTHANC__DICOM_WEB:2:2")),
        ["unset-variable in a string"] = new(
            host => host.WithFile("etc/a.json", "{\n  \"Name\": \"at-${SITE}\"}"),
            Warning("unset-variable", null, "etc/a.json:2:15", "set SITE", "SITE")),
        ["unset-variable that is required"] = new(
            host => host.WithFile("etc/a.json", "{\"Name\": \"${SITE:?the site must be named}\"}"),
            Error("unset-variable", null, "etc/a.json:1:11", "set the environment variable SITE", "the site must be named")),
        ["malformed-name with three underscores"] = new(
            host => host.Set("ORTHANC__A___B", "x"),
            Error("malformed-name", null, "environment variable ORTHANC__A___B", null, "ORTHANC__A___B")),
        ["malformed-name with underscores at the end"] = new(
            host => host.Set("ORTHANC__NAME__", "x"),
            Error("malformed-name", null, "environment variable ORTHANC__NAME__", null, "ORTHANC__NAME__")),
        ["malformed-name of a secret"] = new(
            host => host.WithFile("secrets/ORTHANC__A____B", "x"),
            Error("malformed-name", null, "secret ORTHANC__A____B", null, "ORTHANC__A____B")),
        ["unknown-setting at the root, known to nobody"] = new(
            host => host.WithFile("etc/a.json", "{\n\"MyScript\": {\"Level\": 3}}").Set("ORTHANC__OTHER_SCRIPT__LEVEL", "3"),
            Information("unknown-setting", "MyScript", "etc/a.json:2:1"),
            Information("unknown-setting", "OtherScript", "environment variable ORTHANC__OTHER_SCRIPT__LEVEL")),
        ["unknown-setting in a known section"] = new(
            host => host.WithFile("etc/a.json", "{\"Worklists\": {\"Enable\": true,\n\"Xyzzy\": 1}}"),
            Warning("unknown-setting", "Worklists.Xyzzy", "etc/a.json:2:1", "the settings of Worklists are Enable, ")),
        ["unknown-setting of a section without settings"] = new(
            host => host.WithFile("etc/a.json", """{"Neuro": {"Xyzzy": 1}}"""),
            Warning("unknown-setting", "Neuro.Xyzzy", "etc/a.json:1:12", "remove it; Neuro has no settings")),
        ["unknown-setting where Orthanc stops at it"] = new(
            host => host.WithFile("etc/a.json", "{\"Warnings\": {\"W099_Nothing\": true}}"),
            Error("unknown-setting", "Warnings.W099_Nothing", "etc/a.json:1:15"))
        { Options = "--orthanc-version 1.12.7" },
        ["unknown-setting where not every Orthanc stops at it"] = new(
            host => host.WithFile("etc/a.json", "{\"Warnings\": {\"W099_Nothing\": true}}"),
            Warning("unknown-setting", "Warnings.W099_Nothing", "etc/a.json:1:15")),
        ["not-in-this-version: a newer setting"] = new(
            host => host.WithFile("etc/a.json", """{"DicomTlsCiphersAccepted": 5}"""),
            Warning("not-in-this-version", "DicomTlsCiphersAccepted", "etc/a.json:1:2", "use Orthanc 1.12.4"))
        { Options = "--orthanc-version 1.12.1" },
        ["not-in-this-version: a newer name"] = new(
            host => host.Set("ORTHANC__REJECTED_SOP_CLASSES", "[]"),
            Warning("not-in-this-version", "RejectedSopClasses", "environment variable ORTHANC__REJECTED_SOP_CLASSES",
                "use ORTHANC__REJECT_SOP_CLASSES"))
        { Options = "--orthanc-version 1.12.7" },
        ["not-in-this-version: a newer value"] = new(
            host => host.WithFile("etc/a.json", """{"OverwriteInstances": "IfChanged"}"""),
            Error("not-in-this-version", "OverwriteInstances", "etc/a.json:1:2", "use Orthanc 1.13.0"))
        { Options = "--orthanc-version 1.12.7" },
        ["not-in-this-version: nothing is said of a version that is not known"] = new(
            host => host.WithFile("etc/a.json", """{"OverwriteInstances": "IfChanged", "RejectSopClasses": [], "ZipLoaderThreads": 2}""")),
        ["malformed-value: too few elements"] = new(
            host => host.WithFile("etc/a.json", """{"DicomModalities": {"a": ["A", "h"]}}"""),
            Error("malformed-value", "DicomModalities.a", "etc/a.json:1:22")),
        ["malformed-value: a missing key"] = new(
            host => host.WithFile("etc/a.json", """{"DicomModalities": {"a": {"AET": "A", "Host": "h"}}}"""),
            Error("malformed-value", "DicomModalities.a", "etc/a.json:1:22", "add \"Port\"")),
        ["malformed-value: a name with a blank"] = new(
            host => host.WithFile("etc/a.json", """{"OrthancPeers": {"a b": ["http://h/"]}}"""),
            Error("malformed-value", "OrthancPeers.a b", "etc/a.json:1:19", "letters, digits")),
        ["malformed-value: another scheme"] = new(
            host => host.WithFile("etc/a.json", """{"OrthancPeers": {"a": ["ftp://h/"]}}"""),
            Error("malformed-value", "OrthancPeers.a[0]", "etc/a.json:1:25", "http://")),
        ["conflicting-settings: both ports equal"] = new(
            host => host.WithFile("etc/a.json", """{"HttpPort": 8042, "DicomPort": 8042}"""),
            Error("conflicting-settings", "DicomPort", "etc/a.json:1:20")),
        ["conflicting-settings: one port equal to the other's default"] = new(
            host => host.WithFile("etc/a.json", """{"HttpPort": 4242}"""),
            Error("conflicting-settings", "HttpPort", "etc/a.json:1:2", null, "are both 4242")),
        ["conflicting-settings: a number of metadata twice"] = new(
            host => host.WithFile(
                "etc/a.json", """{"UserMetadata": {"a": 1024, "b": 1024}, "UserContentType": {"c": 1024, "d": [1024, "x/y"]}}"""),
            Warning("conflicting-settings", "UserMetadata.b", "etc/a.json:1:30", "a number of its own", "1024 twice, for a and b"),
            Warning("conflicting-settings", "UserContentType.d", "etc/a.json:1:73")),
        ["malformed-value: a name that is no tag"] = new(
            host => host.WithFile(
                "etc/a.json", """{"Dictionary": {"0014": ["DA", "A", 1], "0015,1020": ["DA", "B", 1], "00151021": ["DA", "C", 1]}}"""),
            Warning("malformed-value", "Dictionary.0014", "etc/a.json:1:17", "0014,1020")),
        ["malformed-value: a server of DICOMweb, which is read after the start"] = new(
            host => host.WithFile("etc/a.json", """{"DicomWeb": {"Servers": {"a": ["http://h", "u"], "b": {"Username": "u"}}}}"""),
            Warning("malformed-value", "DicomWeb.Servers.a", "etc/a.json:1:27"),
            Warning("malformed-value", "DicomWeb.Servers.b", "etc/a.json:1:51", "add \"Url\"")),
        ["wrong-type of a server of DICOMweb"] = new(
            host => host.WithFile("etc/a.json", """{"DicomWeb": {"Servers": {"a": "http://h"}}}"""),
            Warning("wrong-type", "DicomWeb.Servers.a", "etc/a.json:1:27", "for example: [\"http://")),
        ["unknown-setting in a section of the plugin's name, which the plugin does not read"] = new(
            host => host.WithFile("etc/a.json", """{"Wsi": {"ServeOpenSeadragon": true}, "Ohif": {}}"""),
            Warning("unknown-setting", "Wsi", "etc/a.json:1:2", "move them to WholeSlideImaging", "reads its settings in")),
        ["unknown-setting inside a variable's JSON"] = new(
            host => host.Set("ORTHANC__DICOM_MODALITIES", "{\"a\": {\"AET\": \"A\", \"Host\": \"h\", \"Port\": 104,\n  \"Prot\": 104}}"),
            Warning("unknown-setting", "DicomModalities.a.Prot", "environment variable ORTHANC__DICOM_MODALITIES:2:3", "Port")),
        ["unknown-setting inside ORTHANC_JSON"] = new(
            host => host.Set("ORTHANC_JSON", "{\n  \"name\": \"x\"}"),
            Warning("unknown-setting", "name", "environment variable ORTHANC_JSON:2:3", "did you mean Name?")),
        ["unknown-setting of a secret"] = new(
            host => host.WithFile("secrets/ORTHANC__POSTGRESQL__PASWORD", "x").Set("ORTHANC__POSTGRESQL__HOST", "db"),
            Warning(
                "unknown-setting", "PostgreSQL.Pasword", "secret ORTHANC__POSTGRESQL__PASWORD",
                "did you mean ORTHANC__POSTGRESQL__PASSWORD?")),
        ["near-miss-name"] = new(
            host => host.Set("ORTHANC_DICOM_WEB__ROOT", "/x/"),
            Warning("near-miss-name", null, "environment variable ORTHANC_DICOM_WEB__ROOT", "use ORTHANC__DICOM_WEB__ROOT")),
        ["near-miss-name: an underscore missing further on"] = new(
            host => host.Set("ORTHANC__POSTGRESQL_PASSWORD", "x"),
            Warning("near-miss-name", null, "environment variable ORTHANC__POSTGRESQL_PASSWORD", "use ORTHANC__POSTGRESQL__PASSWORD")),
        ["near-miss-name of a secret: an underscore missing further on"] = new(
            host => host.WithFile("secrets/ORTHANC__POSTGRESQL_PASSWORD", "x"),
            Warning("near-miss-name", null, "secrets/ORTHANC__POSTGRESQL_PASSWORD", "rename it to ORTHANC__POSTGRESQL__PASSWORD")),
        ["near-miss-name of a secret with a whole configuration"] = new(
            host => host.WithFile("secrets/ORTHANC_JSON", "{}"),
            Warning("near-miss-name", null, "secrets/ORTHANC_JSON", "rename it to orthanc.json")),
        ["near-miss-name: a secret may have any name where a variable points to it"] = new(
            host => host.WithFile("secrets/ORTHANC_NAME", "x").Set("ORTHANC__NAME_SECRET", "ORTHANC_NAME")),
        ["near-miss-name of a plugin's variable"] = new(
            host => host.Set("DICOMWEB_PLUGIN_ENABLED", "true"),
            Warning("near-miss-name", null, "environment variable DICOMWEB_PLUGIN_ENABLED", "use DICOM_WEB_PLUGIN_ENABLED")),
        ["inexact-name"] = new(
            host => host.Set("ORTHANC__DICOMWEB__ROOT", "/x/"),
            Information("inexact-name", "DicomWeb.Root", "environment variable ORTHANC__DICOMWEB__ROOT")),
        ["trailing-line-end"] = new(
            host => host.Set("ORTHANC__NAME", "Orthanc\n"),
            Warning("trailing-line-end", "Name", "environment variable ORTHANC__NAME", "echo -n")),
        ["wrong-type in a file"] = new(
            host => host.WithFile("etc/a.json", "{\n  \"Name\": \"x\",\n  \"HttpPort\": \"8042\"\n}"),
            Error("wrong-type", "HttpPort", "etc/a.json:3:3", "without quotes")),
        ["wrong-type of an element"] = new(
            host => host.WithFile("etc/a.json", "{\"DicomModalities\": {\"a\": [\"A\", \"h\",\n  [104]]}}"),
            Error("wrong-type", "DicomModalities.a[2]", "etc/a.json:2:3")),
        ["wrong-type inside a variable's JSON"] = new(
            host => host.Set("ORTHANC__DICOM_WEB", "{\n  \"EnableWado\": \"yes\"}"),
            Error("wrong-type", "DicomWeb.EnableWado", "environment variable ORTHANC__DICOM_WEB:2:3", "write true without quotes")),
        ["wrong-type because a variable's text is not JSON"] = new(
            host => host.Set("ORTHANC__DICOM_MODALITIES", "{\"a\": [\"A\",\n \"h\" 104]}"),
            Error("wrong-type", "DicomModalities", "environment variable ORTHANC__DICOM_MODALITIES:2:6")),
        ["wrong-type inside ORTHANC_JSON"] = new(
            host => host.Set("ORTHANC_JSON", "{\"Name\": \"x\",\n  \"DicomPort\": true}"),
            Error("wrong-type", "DicomPort", "environment variable ORTHANC_JSON:2:3")),
        ["wrong-type in a secret"] = new(
            host => host.WithFile("secrets/ORTHANC__HTTP_PORT", "eighty\n"),
            Error("wrong-type", "HttpPort", "secret ORTHANC__HTTP_PORT")),
        ["wrong-type inside a secret's JSON"] = new(
            host => host.WithFile("secrets/ORTHANC__DICOM_WEB", "{\n  \"EnableWado\": 3}"),
            Error("wrong-type", "DicomWeb.EnableWado", "secret ORTHANC__DICOM_WEB:2:3")),
        ["wrong-type in a secret that a variable names"] = new(
            host => host.WithFile("secrets/port", "eighty").Set("ORTHANC__HTTP_PORT_SECRET", "port"),
            Error("wrong-type", "HttpPort", "secret ORTHANC__HTTP_PORT_SECRET")),
        ["wrong-type in a JSON secret"] = new(
            host => host.WithFile("secrets/a.json", "{\n\"HttpPort\": \"eighty\"}"),
            Error("wrong-type", "HttpPort", "secrets/a.json:2:1")),
        ["wrong-type in a map of strings is corrected"] = new(
            host => host.WithoutPassword().Set("ORTHANC__REGISTERED_USERS", "{\"alice\": 12345,\n\"bob\": true}"),
            Warning("wrong-type", "RegisteredUsers.alice", "environment variable ORTHANC__REGISTERED_USERS:1:2", "put it in double quotes"),
            Warning("wrong-type", "RegisteredUsers.bob", "environment variable ORTHANC__REGISTERED_USERS:2:1", "put it in double quotes")),
        ["wrong-type of a null"] = new(
            host => host.WithFile("etc/a.json", """{"HttpProxy": null}"""),
            Error("wrong-type", "HttpProxy", "etc/a.json:1:2", "remove it")),
        ["wrong-type in the winner, not in what it replaced"] = new(
            host => host.WithFile("etc/a.json", """{"HttpPort": "x"}""").WithFile("etc/b.json", "{\n\"HttpPort\": 8042}"),
            Information("overwritten", "HttpPort", "etc/b.json:2:1", null, "etc/a.json:1:2")),
        ["wrong-type in the winner, over what was right"] = new(
            host => host.WithFile("etc/a.json", """{"HttpPort": 8042}""").WithFile("etc/b.json", "{\n\n \"HttpPort\": \"x\"}"),
            Error("wrong-type", "HttpPort", "etc/b.json:3:2"),
            Information("overwritten", "HttpPort", "etc/b.json:3:2", null, "etc/a.json:1:2")),
        ["not-in-enum in a file"] = new(
            host => host.WithFile("etc/a.json", "{\n \"MaximumStorageMode\": \"Recycel\"}"),
            Warning("not-in-enum", "MaximumStorageMode", "etc/a.json:2:2", "write one of Recycle, Reject")),
        ["not-in-enum of an element, with a suggestion"] = new(
            host => host.WithFile("etc/a.json", "{\"DicomModalities\": {\"a\": [\"A\", \"h\", 104, \"Vitra\"]}}"),
            Error("not-in-enum", "DicomModalities.a[3]", "etc/a.json:1:43", "did you mean Vitrea?")),
        ["out-of-range in a file"] = new(
            host => host.WithFile("etc/a.json", "{\"HttpPort\": 65536}"),
            Warning("out-of-range", "HttpPort", "etc/a.json:1:2", "from 0 to 65535")),
        ["out-of-range in the winner"] = new(
            host => host.WithFile("etc/a.json", "{\"HttpPort\": -1}").Set("ORTHANC__HTTP_PORT", "70000"),
            Warning("out-of-range", "HttpPort", "environment variable ORTHANC__HTTP_PORT"),
            Information("overwritten", "HttpPort", "environment variable ORTHANC__HTTP_PORT", null, "etc/a.json:1:2")),
        ["aet-too-long"] = new(
            host => host.Set("ORTHANC__DICOM_AET", "SEVENTEEN-LETTERS"),
            Error("aet-too-long", "DicomAet", "environment variable ORTHANC__DICOM_AET", "shorter", "17 characters")),
        ["aet-too-long of a modality"] = new(
            host =>
                host.WithFile(
                    "etc/a.json", "{\"DicomModalities\": {\"a\":\n{\"AET\": \"SEVENTEEN-LETTERS\", \"Host\": \"h\", \"Port\": 104}}}"),
            Warning("aet-too-long", "DicomModalities.a.AET", "etc/a.json:2:2")),
        ["suspicious-unit"] = new(
            host => host.WithFile("etc/a.json", """{"MaximumStorageSize": 1073741824}"""),
            Warning("suspicious-unit", "MaximumStorageSize", "etc/a.json:1:2", "write 1024")),
        ["whole-secret"] = new(
            host => host.Set(
                "ORTHANC__DICOM_WEB__SERVERS__A", """{"Url": "http://x/", "Username": "u", "Password": "{\"Password\": \"x\"}"}"""),
            Warning("whole-secret", "DicomWeb.Servers.A.Password", "environment variable ORTHANC__DICOM_WEB__SERVERS__A:1:39", "password")),
        ["type-conflict: an object over a scalar"] = new(
            host => host.WithFile("etc/a.json", """{"Thing": 3}""").WithFile("etc/b.json", "{\n\"Thing\": {\"Deep\": 1}}"),
            Warning("type-conflict", "Thing", "etc/b.json:2:1", "the same type", "etc/a.json:1:2"),
            Information("unknown-setting", "Thing", "etc/b.json:2:1")),
        ["type-conflict: a scalar over an object"] = new(
            host => host.WithFile("etc/a.json", """{"Thing": {"Deep": 1}}""").WithFile("etc/b.json", "{\n\"Thing\": 3}"),
            Warning("type-conflict", "Thing", "etc/b.json:2:1", "the same type", "etc/a.json:1:2"),
            Warning("unknown-setting", "Thing", "etc/b.json:2:1")),
        ["overwritten"] = new(
            host =>
                host.WithFile("etc/a.json", """{"Name": "a", "StableAge": 5}""").Set("ORTHANC__NAME", "b").Set("ORTHANC__STABLE_AGE", "5"),
            Information("overwritten", "Name", "environment variable ORTHANC__NAME", null, "etc/a.json:1:2")),
        ["deprecated-name of a setting's variable"] = new(
            host => host.Set("DICOM_AET", "OLD"),
            Warning("deprecated-name", "DicomAet", "environment variable DICOM_AET", "use ORTHANC__DICOM_AET")),
        ["deprecated-name of a plugin's variable"] = new(
            host => host.Set("DW_ENABLED", "true"),
            Warning("deprecated-name", null, "environment variable DW_ENABLED", "use DICOM_WEB_PLUGIN_ENABLED")),
        ["deprecated-name of a flag"] = new(
            host => host.Set("BUNDLE_DEBUG", "false"),
            Warning("deprecated-name", null, "environment variable BUNDLE_DEBUG", "use VERBOSE_STARTUP")),
        ["deprecated-setting"] = new(
            host => host.WithFile("etc/a.json", "{\n \"RejectSopClasses\": []}"),
            Warning("deprecated-setting", "RejectSopClasses", "etc/a.json:2:2", "use RejectedSopClasses"))
        { Options = "--orthanc-version 1.12.8" },
        ["deprecated-setting by a variable"] = new(
            host => host.Set("ORTHANC__REJECT_SOP_CLASSES", "[]"),
            Warning(
                "deprecated-setting", "RejectSopClasses", "environment variable ORTHANC__REJECT_SOP_CLASSES",
                "use ORTHANC__REJECTED_SOP_CLASSES"))
        { Options = "--orthanc-version 1.13.0" },
        ["deprecated-setting: only its value is"] = new(
            host => host.WithFile("etc/a.json", """{"DicomModalities": {"a": ["A", "h", 104, "AgfaImpax"]}}"""),
            Warning("deprecated-setting", "DicomModalities.a[3]", "etc/a.json:1:43", "Generic")),
        ["missing-secret that a variable names"] = new(
            host => host.Set("ORTHANC__NAME_SECRET", "nowhere"),
            Error("missing-secret", null, "environment variable ORTHANC__NAME_SECRET", "correct ORTHANC__NAME_SECRET", "secrets/nowhere")),
        ["missing-secret of the password"] = new(
            host => host.WithoutPassword().Set("ORTHANC_PASSWORD_SECRET", "/none/pw"),
            Error("missing-secret", null, "environment variable ORTHANC_PASSWORD_SECRET", null, "/none/pw")),
        ["not-a-configuration: a service account"] = new(
            host => host.WithFile("secrets/google.json", ServiceAccount),
            Warning("not-a-configuration", null, "secrets/google.json", null, "Google service account")),
        ["not-a-configuration: a setting points to it"] = new(
            host => host.WithFile("secrets/own.json", """{"any": "thing"}""")
                .Set(
                    "ORTHANC__GOOGLE_CLOUD_STORAGE", $$"""{"ServiceAccountFile": "{{host.Folder}}/secrets/own.json", "BucketName": "b"}"""),
            Warning("not-a-configuration", null, "secrets/own.json", null, "ORTHANC__GOOGLE_CLOUD_STORAGE")),
        ["placeholder-left"] = new(
            host => host.Set("MYSQL_PLUGIN_ENABLED", "true").Set("ODBC_PLUGIN_ENABLED", "true"),
            Warning("placeholder-left", "MySQL.Host", "default of plugin MySQL", "set ORTHANC__MYSQL__HOST"),
            Warning(
                "placeholder-left", "Odbc.IndexConnectionString", "default of plugin Odbc", "set ORTHANC__ODBC__INDEX_CONNECTION_STRING")),
        ["placeholder-left of a part that is on"] = new(
            host => host.Set("ORTHANC__ODBC", """{"EnableIndex": false, "EnableStorage": true}"""),
            Warning("placeholder-left", "Odbc.StorageConnectionString", "default of plugin Odbc")),
        ["placeholder-left, but not of parts that are off"] = new(
            host => host.Set("ORTHANC__ODBC__ENABLE_INDEX", "false").Set("ORTHANC__MYSQL__ENABLE_INDEX", "no")
                .Set("ORTHANC__POSTGRESQL__ENABLE_INDEX", "false").Set("ORTHANC__JAVA__ENABLED", "false")),
        ["placeholder-left, but not where a connection URI is given"] = new(
            host => host.Set("ORTHANC__POSTGRESQL__CONNECTION_URI", "postgresql://u:p@db/x")),
        ["placeholder-left in a file"] = new(
            host => host.WithFile("etc/a.json", "{\"PostgreSQL\": {\n\"Host\": \"HOST MUST BE DEFINED\"}}"),
            Warning("placeholder-left", "PostgreSQL.Host", "etc/a.json:2:1", "set ORTHANC__POSTGRESQL__HOST")),
        ["no-users"] = new(
            host => host.WithoutPassword(),
            Error("no-users", "RegisteredUsers", "nowhere", "set ORTHANC_PASSWORD")),
        ["no-users: an empty object"] = new(
            host => host.WithoutPassword().WithFile("etc/a.json", "{\n\"RegisteredUsers\": {}}"),
            Error("no-users", "RegisteredUsers", "etc/a.json:2:1")),
        ["no-users, but nobody can come in"] = new(
            host => host.WithoutPassword().WithFile("etc/a.json", """{"RemoteAccessAllowed": false}""")),
        ["no-users, but there is no server"] = new(
            host => host.WithoutPassword().WithFile("etc/a.json", """{"HttpServerEnabled": false}""")),
        ["empty-credentials: no password"] = new(
            host => host.WithFile("etc/a.json", "{\"RegisteredUsers\": {\n \"alice\": \"\"}}"),
            Warning("empty-credentials", "RegisteredUsers.alice", "etc/a.json:2:2", "give the user a password")),
        ["empty-credentials: no name"] = new(
            host => host.WithFile("etc/a.json", "{\"RegisteredUsers\": {\"\": \"x\"}}"),
            Warning("empty-credentials", "RegisteredUsers.", "etc/a.json:1:22")),
        ["insecure-credentials"] = new(
            host => host.Set("ORTHANC_PASSWORD", "orthanc"),
            Warning("insecure-credentials", "RegisteredUsers.orthanc", "environment variable ORTHANC_PASSWORD", "set ORTHANC_PASSWORD")),
        ["insecure-credentials in a file"] = new(
            host => host.WithoutPassword().WithFile("etc/a.json", "{\"RegisteredUsers\":\n{\"orthanc\": \"orthanc\"}}"),
            Warning("insecure-credentials", "RegisteredUsers.orthanc", "etc/a.json:2:2")),
        ["no-authentication"] = new(
            host => host.WithFile("etc/a.json", "{\n\n\"AuthenticationEnabled\": false}"),
            Warning("no-authentication", "AuthenticationEnabled", "etc/a.json:3:1")),
        ["no-authentication, but a plugin asks"] = new(
            host => host.WithFile("etc/a.json", """{"AuthenticationEnabled": false}""").Set("AUTHORIZATION_PLUGIN_ENABLED", "true")),
        ["plugin-library-missing"] = new(
            host => host.Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", $"{host.Folder}/available").Set("TCIA_PLUGIN_ENABLED", "true"),
            Error("plugin-library-missing", "Tcia", "nowhere", "TCIA_PLUGIN_ENABLED=false", "available/libOrthancTcia.so")),
        ["plugin-disabled"] = new(
            host => host.Set("ORTHANC__DICOM_WEB__ROOT", "/x/").Set("DICOM_WEB_PLUGIN_ENABLED", "off"),
            Warning("plugin-disabled", "DicomWeb", "environment variable ORTHANC__DICOM_WEB__ROOT", "set DICOM_WEB_PLUGIN_ENABLED=true")),
        ["plugin-disabled: only its variable enables it"] = new(
            host => host.Set("ORTHANC__STONE_WEB_VIEWER__PRINT_ENABLED", "false"),
            Warning(
                "plugin-disabled", "StoneWebViewer", "environment variable ORTHANC__STONE_WEB_VIEWER__PRINT_ENABLED",
                "set STONE_WEB_VIEWER_PLUGIN_ENABLED=true")),
        ["plugins-folder-omitted"] = new(
            host =>
                host.Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", $"{host.Folder}/available").WithFile("available/libOrthancTcia.so", "")
                    .Set("TCIA_PLUGIN_ENABLED", "true")
                .WithFile("etc/a.json", "{\n\"Plugins\": [\"/mine\"]}"),
            Warning("plugins-folder-omitted", "Plugins", "etc/a.json:2:1", "plugins/")),
        ["file-not-found"] = new(
            host =>
                host.WithFile(
                    "etc/orthanc/a.json", """{"SslCertificate": "/certs/missing.pem", "HttpsCACertificates": "/certs/there.pem"}""")
                    .WithFile("certs/there.pem", ""),
            Warning("file-not-found", "SslCertificate", "etc/orthanc/a.json:1:2", "mount the file", "/certs/missing.pem"))
        {
            Options = InRoot,
        },
        ["file-not-found where Orthanc does not start"] = new(
            host =>
                host.WithFile("etc/orthanc/a.json", """{"LuaScripts": ["/lua/missing.lua"], "HttpsCACertificates": ""}"""),
            Error("file-not-found", "LuaScripts[0]", "etc/orthanc/a.json:1:17", "mount the file", "/lua/missing.lua"))
        {
            Options = InRoot,
        },
        ["file-not-found of a relative path, which begins at the written configuration"] = new(
            host => host.WithFile("etc/orthanc/a.json", """{"LuaScripts": ["none.lua", "there.lua"], "HttpsCACertificates": ""}""")
                .WithFile("out/there.lua", "").Set("ORTHANC_LAUNCHER_OUTPUT", "/out/orthanc.json"),
            Error("file-not-found", "LuaScripts[0]", "etc/orthanc/a.json:1:17", "whole path", "none.lua, which does not exist in /out/"))
        {
            Options = InRoot,
        },
        ["file-not-found, but TLS is off, as in the example configuration"] = new(
            host => host.WithFile(
                "etc/orthanc/a.json",
                """{"SslCertificate": "c.pem", "SslTrustedClientCertificates": "t.pem", "HttpsCACertificates": "", "SslEnabled": false}"""))
        {
            Options = InRoot,
        },
        ["file-not-found of a relative certificate"] = new(
            host => host.WithFile("etc/orthanc/a.json", """{"SslCertificate": "c.pem", "SslEnabled": true, "HttpsCACertificates": ""}"""),
            Error("file-not-found", "SslCertificate", "etc/orthanc/a.json:1:2", "whole path"))
        {
            Options = InRoot,
        },
        ["unreadable-source: a named folder of plugins below the root"] = new(
            host => host.WithFile("etc/orthanc/a.json", """{"HttpsCACertificates": ""}"""),
            Error("unreadable-source", null, "none", "--plugins-dir", "the folder does not exist"))
        {
            Options = "--root {} --environment --config-dir /etc/orthanc --secrets-dir /secrets --definitions /definitions "
                + "--plugins-available /available --plugins-dir /none",
        },
        ["file-not-found where another setting needs the file"] = new(
            host =>
                host.WithFile(
                    "etc/orthanc/a.json", """{"SslCertificate": "/c.pem", "SslEnabled": true, "HttpsCACertificates": ""}"""),
            Error("file-not-found", "SslCertificate", "etc/orthanc/a.json:1:2", "mount the file", "/c.pem"))
        {
            Options = InRoot,
        },
        ["service-link"] = new(
            host => host.Set("DICOM_PORT", "udp://10.0.0.1:4242"),
            Warning("service-link", null, "environment variable DICOM_PORT", "enableServiceLinks")),
        ["invalid-flag"] = new(
            host => host.Set("VERBOSE_ENABLED", "perhaps"),
            Warning("invalid-flag", null, "environment variable VERBOSE_ENABLED", "VERBOSE_ENABLED=true")),
        ["invalid-host-id"] = new(
            host => host.Set("FORCE_HOST_ID", "not a number"),
            Warning("invalid-host-id", null, "environment variable FORCE_HOST_ID", "hexadecimal digits")),
        ["java-runtime-missing"] = new(
            host => host.Set("JAVA_PLUGIN_ENABLED", "true").Set("JAVA_HOME", "/none").WithFile("available/libOrthancJava.so", "")
                .WithFile("etc/orthanc/a.json", """{"Java": {"Classpath": "/x.jar", "InitializationClass": "X"}}""")
                .WithFile("etc/ssl/certs/ca-certificates.crt", ""),
            Warning("java-runtime-missing", null, "environment variable JAVA_PLUGIN_ENABLED", "JAVA_HOME"))
        {
            Options = InRoot,
        },
        ["not-utf8 in a file"] = new(
            host => File.WriteAllBytes($"{host.Folder}/etc/a.json", [.. "{\n\"Name\": \"H"u8, 0xD4, .. "P\"}"u8]),
            Error("not-utf8", null, "etc/a.json:2:11")),
        ["not-utf8 in a secret"] = new(
            host => File.WriteAllBytes($"{host.Folder}/secrets/ORTHANC__NAME", [0xD4]),
            Error("not-utf8", null, "secret ORTHANC__NAME", null, "secrets/ORTHANC__NAME")),
        ["unreadable-source: a link that leads nowhere"] = new(
            host => File.CreateSymbolicLink($"{host.Folder}/etc/a.json", "/none/a.json"),
            Error("unreadable-source", null, "etc/a.json", null, "it is a link to /none/a.json, which does not exist")),
        ["nothing-to-check"] = new(
            host => host.WithFile("notes.txt", "Orthanc"),
            Error("nothing-to-check", null, "notes.txt", "name a file", "not a compose file, a Kubernetes manifest"))
        {
            Options = "{}/notes.txt",
        },
        ["invalid-definitions"] = new(
            host => host.WithFile("definitions/plugins-defaults.json", "{\n\"Own\": 3}"),
            Error("invalid-definitions", null, "definitions/plugins-defaults.json:2:1")),
        ["unused-acceptance by a variable"] = new(
            host => host.Set("ORTHANC_LAUNCHER_ACCEPT", "out-of-range"),
            Information("unused-acceptance", null, "nowhere", "remove the acceptance", "there is no such finding")),
        ["not-known"] = new(
            host => host.WithFile("compose.yml", "services: {orthanc: {image: my/pacs, environment: {ORTHANC_PASSWORD: '${PW:-x}'}}}"),
            Information("not-known", null, "compose.yml:1:29", "--root", "the image my/pacs may bring"))
        {
            Options = "--compose {}/compose.yml --no-environment",
        },
        ["launcher-bypassed"] = Service("entrypoint: Orthanc", Warning("launcher-bypassed", null, "compose.yml:5:17")),
        ["wrong-port"] = Service("ports: ['80:8080']", Warning("wrong-port", null, "compose.yml:5:13", "set HttpPort")),
        ["secret-in-environment"] = Service(
            "environment: {ORTHANC_PASSWORD: x}", Information("secret-in-environment", null, "compose.yml:5:37", "as a secret")),
        ["image-without-plugin"] = Service(
            "environment: {ORTHANC__AZURE_BLOB_STORAGE: '{\"ConnectionString\": \"${PW:-x}\", \"ContainerName\": \"x\"}'}",
            Warning("image-without-plugin", null, "compose.yml:3:12", "24.6.1-full")),
        ["variables-not-read"] = new(
            host => host.WithFile(
                "compose.yml",
                "services: {orthanc: {image: jodogne/orthanc, command: /etc/orthanc, environment: {ORTHANC__NAME: x}}}"),
            Warning("variables-not-read", null, "compose.yml:1:29"))
        {
            Options = "--compose {}/compose.yml --no-environment",
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A service that is right but for one line, the fifth.</summary>
    private static Case Service(string line, Expected expected) => new(
        host => host.WithFile(
            "compose.yml", $"services:\n  orthanc:\n    image: orthancteam/orthanc:24.6.1\n    env_file: a.env\n    {line}\n")
            .WithFile("a.env", "ORTHANC_PASSWORD=x"),
        expected)
    {
        Options = "--compose {}/compose.yml --no-environment",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_gives_severity_setting_and_place(string name)
    {
        using var host = ValidationHosts.Quiet();
        All[name].Prepare(host);

        var validation = Validation.Of(
            host, All[name].Options.Replace("{}", host.Folder, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));

        validation.ShouldBe(All[name].Expected);
        validation.ExitCode.Should().Be(All[name].Expected.Any(expected => expected.Severity == "error") ? 1 : 0);
    }

    [Fact]
    public void Every_rule_is_in_the_table() =>
        All.Values.SelectMany(one => one.Expected).Select(expected => expected.Rule).Distinct()
            .Should().BeEquivalentTo(Rules.All.Select(rule => rule.Id));

    [Fact]
    public void Every_rule_that_is_promised_has_a_description() =>
        Rules.All.Select(rule => rule.Id).Should().Contain(
        [
            "invalid-json", "duplicate-key", "unset-variable", "malformed-name", "unknown-setting", "near-miss-name", "wrong-type",
            "not-in-enum",
            "out-of-range", "type-conflict", "overwritten", "deprecated-name", "deprecated-setting", "missing-secret",
            "not-a-configuration",
            "placeholder-left", "no-users", "empty-credentials", "insecure-credentials", "no-authentication", "plugin-library-missing",
            "plugin-disabled", "plugins-folder-omitted", "file-not-found", "aet-too-long", "suspicious-unit", "service-link",
        ]).And.OnlyHaveUniqueItems().And.OnlyContain(rule => rule.All(c => char.IsAsciiLetterLower(c) || c == '-' || char.IsAsciiDigit(c)));

    [Fact]
    public void A_variable_that_holds_no_UTF8_is_an_error()
    {
        using var host = ValidationHosts.Quiet().SetUnreadable("ORTHANC__NAME");

        Validation.Of(host).ShouldBe(Error("not-utf8", "Name", "environment variable ORTHANC__NAME"));
    }

    [Fact]
    public void A_file_given_by_the_command_line_is_checked_like_those_of_folders()
    {
        using var host = ValidationHosts.Quiet().WithFile("more/x.json", "{\n\"HttpPort\": \"x\"}")
            .WithFile("single", """{"DicomPort": "y"}""");
        host.Input = "{\n\n\"StableAge\": []}";

        var errors = Validation.Of(host, $"{host.Folder}/more", $"{host.Folder}/single", "-").Findings
            .Where(finding => finding.Severity == "error");
        errors.Select(error => error.ToString()).Should().Equal(
            Error("wrong-type", "HttpPort", "more/x.json:2:1").ToString(),
            Error("wrong-type", "DicomPort", "single:1:2").ToString(),
            Error("wrong-type", "StableAge", "standard input:3:1").ToString());
    }

    [Fact]
    public void All_files_are_read_and_all_errors_shown_at_once()
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", "{\"Name\": }").WithFile("etc/b.json", """{"HttpPort": "x"}""")
            .Set("ORTHANC__A__", "x").Set("ORTHANC__NAME_SECRET", "nowhere");

        Validation.Of(host).ShouldBe(
            Error("invalid-json", null, "etc/a.json:1:10"),
            Error("wrong-type", "HttpPort", "etc/b.json:1:2"),
            Error("malformed-name", null, "environment variable ORTHANC__A__"),
            Error("missing-secret", null, "environment variable ORTHANC__NAME_SECRET"));
    }

    [Fact]
    public void A_secret_that_is_there_but_no_file_is_named_with_the_user_and_its_mode()
    {
        using var host = ValidationHosts.Quiet().WithFile("secrets/folder/x", "").Set("ORTHANC__NAME_SECRET", "folder");

        var finding = Validation.Of(host).Findings.Should().ContainSingle().Which;

        finding.Rule.Should().Be("missing-secret");
        finding.Message.Should().Contain("ORTHANC__NAME_SECRET").And.Contain("secrets/folder");
    }
}
