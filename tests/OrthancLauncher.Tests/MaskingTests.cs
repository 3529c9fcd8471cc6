using System.Globalization;
using System.Text.Json;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

/// <summary>Wherever a secret stands and whatever is wrong around it or with it, nothing that is printed holds it.</summary>
public class MaskingTests : IClassFixture<MaskingTests.LibrariesOfAllPlugins>
{
    private const string Marker = "Xq7-hush-9z";
    private const string NumericMarker = "86753090001";

    private static readonly LauncherDefinitions Definitions = LauncherDefinitions.Load([], new FindingList());
    private static readonly VariableNaming Naming = new(Definitions);

    private readonly LibrariesOfAllPlugins _libraries;

    public MaskingTests(LibrariesOfAllPlugins libraries)
    {
        _libraries = libraries;
    }

    /// <summary>
    /// Files (<c>file NAME</c>), secrets (<c>secret NAME</c>) and variables that hold the marker; each entry is one configuration.
    /// </summary>
    private static readonly Dictionary<string, (string Name, string Content)[]> Places = new()
    {
        ["ORTHANC_PASSWORD"] = [("ORTHANC_PASSWORD", "MARKER")],
        ["ORTHANC_PASSWORD as a secret"] = [("secret ORTHANC_PASSWORD", "MARKER\n")],
        ["ORTHANC_PASSWORD as a secret that a variable names"] = [("ORTHANC_PASSWORD_SECRET", "pw"), ("secret pw", "MARKER")],
        ["a plain setting from a secret"] = [("secret ORTHANC__NAME", "MARKER")],
        ["a plain setting from a secret that a variable names"] = [("secret any", "MARKER"), ("ORTHANC__NAME_SECRET", "any")],
        ["a plain setting from a secret of a legacy name"] = [("secret NAME", "MARKER")],
        ["a number from a secret"] = [("secret ORTHANC__STABLE_AGE", NumericMarker)],
        ["a section from a secret"] =
        [
            ("secret ORTHANC__DICOM_WEB", """{"Root": "/MARKER/", "Servers": {"s": ["http://x/", "MARKER"]}}"""),
        ],
        ["a plain setting of a JSON secret"] =
        [
            ("secret a.json", """{"Name": "MARKER", "DicomModalities": {"a": ["MARKER", "h", 104]}}"""),
        ],
        ["an unknown setting of a JSON secret"] = [("secret a.json", """{"Own": {"Deep": ["MARKER", {"x": "MARKER"}]}}""")],
        ["a service account"] = [("secret a.json", """{"type": "service_account", "private_key": "MARKER", "client_email": "MARKER"}""")],
        ["a JSON secret that a setting points to"] =
        [
            ("secret a.json", """{"key": "MARKER"}"""), ("ORTHANC__GOOGLE_CLOUD_STORAGE__SERVICE_ACCOUNT_FILE", "FOLDER/secrets/a.json"),
        ],
        ["a secret beaten by another"] = [("secret ORTHANC__NAME", "MARKER"), ("ORTHANC__NAME", "x"), ("file a.json", """{"Name": "y"}""")],
        ["a secret's object over a scalar"] = [("secret ORTHANC__OWN", """{"x": "MARKER"}"""), ("file a.json", """{"Own": 3}""")],
        ["a secret's text over an object"] = [("secret ORTHANC__OWN", "MARKER"), ("file a.json", """{"Own": {"x": 3}}""")],
        ["a variable inserted into a password"] = [("file a.json", """{"PostgreSQL": {"Password": "${PW}"}}"""), ("PW", "MARKER")],
        ["a variable inserted beside a password"] =
        [
            ("file a.json", """{"PostgreSQL": {"Host": "${HOST}", "Password": "${PW}", "Port": "${PW2}"}}"""), ("PW", "MARKER"),
            ("HOST", "a-name-longer-than-its-variable"), ("PW2", "x"),
        ],
        ["the default of a variable in a password"] = [("file a.json", """{"PostgreSQL": {"Password": "${PW:-MARKER}"}}""")],
        ["two users of one name"] = [("file a.json", """{"RegisteredUsers": {"a": "MARKER1", "a": "MARKER2"}}""")],
        ["users in two files"] =
        [
            ("file a.json", """{"RegisteredUsers": {"a": "MARKER1"}}"""), ("file b.json", """{"RegisteredUsers": {"a": "MARKER2"}}"""),
        ],
        ["user info of a proxy"] = [("file a.json", """{"HttpProxy": "http://user:MARKER@proxy:3128"}""")],
        ["user info without a password"] = [("file a.json", """{"HttpProxy": "https://MARKER@proxy:3128/x?y#z"}""")],
        ["user info with an at sign"] = [("file a.json", """{"HttpProxy": "http://us@er:aMARKER@b@proxy/"}""")],
        ["user info of a proxy by a variable"] = [("ORTHANC__HTTP_PROXY", "http://user:MARKER@proxy:3128")],
        ["user info of a peer"] =
        [
            ("file a.json", """{"OrthancPeers": {"a": ["http://user:MARKER@x/"], "b": {"Url": "http://user:MARKER@x/"}}}"""),
        ],
        ["user info of a DICOMweb server"] =
        [
            ("ORTHANC__DICOM_WEB__SERVERS", """{"a": ["http://user:MARKER@x/"], "b": {"Url": "http://user:MARKER@x/"}}"""),
        ],
        ["user info in an unknown setting"] = [("file a.json", """{"Own": {"Where": "amqp://user:MARKER@queue/"}}""")],
        ["user info of the second of two URLs"] = [("file a.json", """{"Own": {"Where": "http://first/ http://user:MARKER@second/"}}""")],
        ["a connection string of ODBC"] = [("file a.json", """{"Own": {"Database": "Driver=X;UID=sa;PWD=MARKER;Server=y"}}""")],
        ["a connection string with spaces"] = [("file a.json", """{"Own": {"Database": "Driver=X;Uid=sa;Pwd = MARKER;Server=y"}}""")],
        ["a connection string by a variable"] = [("ORTHANC__OWN__DATABASE", "Server=x;User Id=sa;Password=MARKER;")],
        ["keys that tell"] =
        [
            ("file a.json", """
                {"Own": {"Password": "MARKER", "PASSWD": "MARKER", "my-pwd": "MARKER", "client_secret": "MARKER", "AccessToken": "MARKER",
                "Credentials": {"x": "MARKER"}, "Private Key": "MARKER", "LicenseString": "MARKER", "Connection String": "MARKER",
                "ApiKey": "MARKER", "api-key": ["MARKER"], "Tokens": [{"x": NUMBER}]}, "RootPassword": "MARKER",
                "DicomWeb": {"Root": "/x/", "OwnToken": "MARKER", "Servers": {"s": {"Url": "http://x/", "ApiToken": "MARKER"}}}}
                """),
        ],
        ["a key that tells, by a variable"] =
        [
            ("ORTHANC__OWN__API_KEY", "MARKER"), ("ORTHANC__OWN__DEEP__CREDENTIALS", """{"x": "MARKER"}"""),
            ("ORTHANC__POSTGRESQL__PASSWORDD", "MARKER"),
        ],
        ["users under a name that is nearly right"] = [("file a.json", """{"RegisterdUsers": {"alice": "MARKER"}}""")],
        ["users under a usual wrong name"] = [("file a.json", """{"Users": {"alice": "MARKER"}}""")],
        ["users by a variable that is nearly right"] = [("ORTHANC__REGISTRED_USERS", """{"alice": "MARKER"}""")],
        ["a user by a variable that is nearly right"] = [("ORTHANC__REGISTRED_USERS__ALICE", "MARKER")],
        ["a peer with a bracket too many"] = [("file a.json", """{"OrthancPeers": {"a": [["http://x/", "u", "MARKER"]]}}""")],
        ["headers of a DICOMweb server"] =
        [
            ("file a.json", """{"DicomWeb": {"Servers": {"a": {"Url": "http://x/", "HttpHeaders": {"Authorization": "MARKER"}}}}}"""),
        ],
        ["cloud keys"] =
        [
            ("file a.json", """
                {"AwsS3Storage": {"AccessKey": "MARKER", "SecretKey": "MARKER"}, "Own": {"AccountKey": "MARKER", "EncryptionKey": "MARKER",
                "Passphrase": "MARKER", "Pin": "MARKER", "Jwt": "MARKER", "Authorization": "MARKER"}, "Pkcs11": {"Pin": "MARKER"},
                "AzureBlobStorage": {"ConnectionString": "MARKER"}}
                """),
        ],
        ["parameters of URLs"] =
        [
            ("file a.json", """
                {"Own": {"A": "https://x/?token=MARKER",
                "B": "https://x.blob.core.windows.net/c?sv=1&sig=MARKER", "C": ["x?api_key=MARKER"]}}
                """),
        ],
        ["passwords with special characters in URLs"] =
        [
            ("file a.json", """
                {"HttpProxy": "http://u:a#MARKER@p/", "Own": {"A": "http://u:a/MARKER@p/", "B": "http://u:a?MARKER@p/",
                "C": "http://u:a MARKER@p/", "D": "u:a/MARKER@p:3128", "E": "host=x password='a MARKER' port=1"}}
                """),
        ],
        ["a database secret as a whole"] = [("ORTHANC__POSTGRESQL__PASSWORD", """{"username":"u","password":"MARKER"}""")],
        ["a database secret as a whole, for the user's name"] =
        [
            ("ORTHANC__POSTGRESQL__USERNAME", """{"username":"u","password":"MARKER"}"""),
        ],
        ["a start-up script with a password"] = [("BEFORE_ORTHANC_STARTUP_SCRIPT", "/bin/true --password MARKER")],
        ["a key that tells, misspelt below a known section"] =
        [
            ("file a.json", """{"PostgreSQL": {"password": "MARKER", "Host": "x"}, "registeredUsers": {"a": "x"}}"""),
        ],
    };

    /// <summary>The same for what cannot be read or has the wrong type.</summary>
    private static readonly Dictionary<string, (string Name, string Content)[]> Broken = new()
    {
        ["a pointer with the secret itself"] = [("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "MARKER")],
        ["a file: unclosed string with user info"] = [("file a.json", """{"HttpProxy": "user:MARKER@proxy}""")],
        ["a file: a comment at the end"] = [("file a.json", """{"Name": "x" NEWLINE// "Password": "MARKER" """)],
        ["a file: users nearly right, not closed"] = [("file a.json", """{"RegisterdUsers": {"a": "MARKER}}""")],
        ["a whole configuration in quotes of a shell"] = [("ORTHANC_JSON", """'{"RegisteredUsers": {"a": "MARKER"}}'""")],
        ["users in quotes of a shell"] = [("ORTHANC__REGISTERED_USERS", """'{"a": "MARKER"}'""")],
        ["users' JSON that ends early"] = [("ORTHANC__REGISTERED_USERS", """{"a": "MARKER" """)],
        ["users' JSON with single quotes"] = [("ORTHANC__REGISTERED_USERS", """{'a': 'MARKER'}""")],
        ["users' JSON without quotes"] = [("ORTHANC__REGISTERED_USERS", """{a: MARKER}""")],
        ["users by an inexact name, with single quotes"] = [("ORTHANC__REGISTEREDUSERS", """{'a': 'MARKER'}""")],
        ["users as an array"] = [("ORTHANC__REGISTERED_USERS", """["a", "MARKER"]""")],
        ["users as a text"] = [("ORTHANC__REGISTERED_USERS", "a:MARKER")],
        ["a user's password as an object"] = [("ORTHANC__REGISTERED_USERS", """{"a": {"x": "MARKER"}}""")],
        ["a user's password as a number"] = [("file a.json", """{"RegisteredUsers": {"a": NUMBER}}""")],
        ["a section's JSON without quotes"] = [("ORTHANC__POSTGRESQL", """{"Host": "x", "Password": MARKER}""")],
        ["a section's JSON with a comma too few"] = [("ORTHANC__POSTGRESQL", """{"Password": "MARKER" "Host": "x"}""")],
        ["a section as a text"] = [("ORTHANC__POSTGRESQL", "Host=x;Secret=MARKER")],
        ["peers' JSON with a bracket too few"] = [("ORTHANC__ORTHANC_PEERS", """{"a": ["http://x", "u", "MARKER"}""")],
        ["a peer's JSON"] = [("ORTHANC__ORTHANC_PEERS__A", """["http://x", "u", "MARKER" """)],
        ["servers' JSON over two lines"] = [("ORTHANC__DICOM_WEB__SERVERS", """{"a": ["http://x", "u",NEWLINE "MARKER", oops]}""")],
        ["an unknown setting's JSON"] = [("ORTHANC__OWN", """{"ApiKey": "MARKER" """)],
        ["a whole configuration that ends early"] = [("ORTHANC_JSON", """{"RegisteredUsers": {"a": "MARKER" """)],
        ["a whole configuration with an error beside the secret"] =
        [
            ("ORTHANC_JSON", """{"RegisteredUsers": {"a": "MARKER"} "Name": "x"}"""),
        ],
        ["a whole configuration that is no object"] = [("ORTHANC_JSON", """["MARKER"]""")],
        ["a whole configuration that is a text"] = [("ORTHANC_JSON", "MARKER")],
        ["a file: string without its end"] = [("file a.json", """{"RegisteredUsers": {"a": "MARKER}}""")],
        ["a file: string over two lines"] = [("file a.json", """{"RegisteredUsers": {"a": "xNEWLINEMARKER"}}""")],
        ["a file: no quotes"] = [("file a.json", """{"RegisteredUsers": {"a": MARKER}}""")],
        ["a file: single quotes"] = [("file a.json", """{'RegisteredUsers': {'a': 'MARKER'}}""")],
        ["a file: two values"] = [("file a.json", """{"RegisteredUsers": {"a": "x" "MARKER"}}""")],
        ["a file: no colon"] = [("file a.json", """{"PostgreSQL": {"Password" "MARKER"}}""")],
        ["a file: no colon above"] = [("file a.json", """{"RegisteredUsers" {"a": "MARKER"}}""")],
        ["a file: an equals sign"] = [("file a.json", """{"PostgreSQL": {"Password" = "MARKER"}}""")],
        ["a file: an unknown escape"] = [("file a.json", """{"PostgreSQL": {"Password": "MARKER\qMARKER"}}""")],
        ["a file: an error before"] = [("file a.json", """{"Name": x, "PostgreSQL": {"Password": "MARKER"}}""")],
        ["a file: an error after"] = [("file a.json", """{"PostgreSQL": {"Password": "MARKER"}, "Name": x}""")],
        ["a file: an error after a URL"] = [("file a.json", """{"HttpProxy": "http://user:MARKER@proxy/", "Name": x}""")],
        ["a file: an error after a connection string"] = [("file a.json", """{"Own": "Server=x;PWD=MARKER", "Name": x}""")],
        ["a file: text after its end"] = [("file a.json", """{"PostgreSQL": {"Password": "MARKER"}} x""")],
        ["a file: a required variable beside it"] =
        [
            ("file a.json", """{"PostgreSQL": {"Password": "MARKER", "Host": "${NOT_SET:?needed}"}}"""),
        ],
        ["a file: users as an array"] = [("file a.json", """{"RegisteredUsers": ["MARKER"]}""")],
        ["a file: users as a text"] = [("file a.json", """{"RegisteredUsers": "MARKER"}""")],
        ["a file: a user's password in an array"] = [("file a.json", """{"RegisteredUsers": {"a": ["MARKER"]}}""")],
        ["a file: a dollar in it"] = [("file a.json", """{"PostgreSQL": {"Password": "Xq7$hush"}}""")],
        ["a JSON secret that is none"] = [("secret a.json", "MARKER")],
        ["a JSON secret that ends early"] = [("secret a.json", """{"Name": "MARKER" """)],
        ["a JSON secret with a wrong type"] = [("secret a.json", """{"Name": ["MARKER"], "HttpPort": "MARKER"}""")],
        ["a JSON secret that is no UTF-8"] = [("secret a.json", """{"Name": "MARKERÿ"}""")],
        ["a secret of a wrong type"] = [("secret ORTHANC__HTTP_PORT", "MARKER")],
        ["a secret out of range"] = [("secret ORTHANC__HTTP_PORT", NumericMarker)],
        ["a secret that is none of the values"] = [("secret ORTHANC__MAXIMUM_STORAGE_MODE", "MARKER")],
        ["a secret with a deprecated value"] = [("secret ORTHANC__DICOM_MODALITIES", """{"a": ["MARKER", "MARKER", 104, "AgfaImpax"]}""")],
        ["a secret that is too long for an AET"] = [("secret ORTHANC__DICOM_AET", "MARKERMARKER")],
        ["a secret with broken JSON"] = [("secret ORTHANC__DICOM_WEB", """{"Root": "MARKER" """)],
        ["a secret with an unknown setting"] = [("secret ORTHANC__DICOM_WEB", """{"Rott": "MARKER"}""")],
        ["a secret of a malformed name"] = [("secret ORTHANC__NAME__", "MARKER")],
        ["a password under a name that is nearly right"] =
        [
            ("ORTHANC_PASWORD", "MARKER"), ("ORTHANC_REGISTERED_USERS", """{"a": "MARKER"}"""),
        ],
        ["a password under a malformed name"] = [("ORTHANC__POSTGRESQL__PASSWORD__", "MARKER")],
    };

    public static TheoryData<string> PlaceNames => [.. Places.Keys];

    public static TheoryData<string> BrokenNames => [.. Broken.Keys];

    public static TheoryData<string> SecretSettings =>
        [
            .. SettingsCatalogue.BuiltIn.All().Where(one => one.Definition.IsSecret && one.Definition.Types == SettingTypes.String)
            .Select(one => one.Path),
        ];

    [Theory]
    [MemberData(nameof(PlaceNames))]
    public void A_secret_is_masked(string place)
    {
        string[] leftOut = ["a service account", "a JSON secret that a setting points to", "a start-up script with a password"];
        Check(Places[place], showsMarker: !leftOut.Contains(place), converts: true);
        Check([.. Places[place].Select(WithErrorsOnItsLine)]);
    }

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void What_is_wrong_with_a_secret_is_said_without_it(string place) => Check(Broken[place], converts: true);

    [Theory]
    [MemberData(nameof(SecretSettings))]
    public void A_secret_setting_is_masked_wherever_it_is_set(string setting)
    {
        var segments = Filled(setting);
        var root = Naming.ToVariable(segments[..1])!;
        var document = Document(segments, Quoted(Marker));
        var section = Document(segments[1..], Quoted(Marker));
        Check([("file a.json", document)], showsMarker: true);
        Check([("file a.json", Document(segments, Quoted(Marker), "\n"))], showsMarker: true);
        Check([("ORTHANC_JSON", document)], showsMarker: true);
        Check([(root, section)], showsMarker: true);
        Check([("secret " + root, section)], showsMarker: true);
        Check([("secret a.json", document)], showsMarker: true);
        Check([WithErrorsOnItsLine(("file a.json", document))]);
        Check([WithErrorsOnItsLine(("ORTHANC_JSON", document))]);
        foreach (var wrong in (string[])[NumericMarker, $"[{Quoted(Marker)}]", $"{{\"x\": {Quoted(Marker)}}}"])
        {
            Check([("file a.json", Document(segments, wrong))]);
            Check([("ORTHANC_JSON", Document(segments, wrong, "\n"))]);
            Check([(root, Document(segments[1..], wrong))]);
        }

        if (segments.All(segment => segment[0] != '[') && Naming.ToVariable(segments) is { } variable)
        {
            Check([(variable, Marker)], showsMarker: true);
            Check([("secret " + variable, Marker)], showsMarker: true);
            Check([("secret any", Marker), (variable + "_SECRET", "any")], showsMarker: true);
            Check([(variable, $"[{Quoted(Marker)}]")], showsMarker: true);
        }

        // Broken right behind the secret, and in it.
        Check([("file a.json", document[..^1] + " x" + document[^1])]);
        Check([(root, section[..(section.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)])]);
        Check([("ORTHANC_JSON", document.Replace(Quoted(Marker), Marker, StringComparison.Ordinal))]);
    }

    [Fact]
    public void The_catalogue_knows_of_secrets() => SecretSettings.Should().NotBeEmpty();

    private void Check((string Name, string Content)[] inputs, bool showsMarker = false, bool converts = false)
    {
        using var host = ValidationHosts.Quiet().Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", _libraries.Folder);
        foreach (var (name, content) in inputs)
        {
            Put(host, name, Content(host, content));
        }

        var what = string.Join(", ", inputs.Select(input => $"{input.Name} = {input.Content}"));
        if (showsMarker)
        {
            host.Run("render", "--show-secrets");
            (host.Output.Contains("hush", StringComparison.Ordinal) || host.Output.Contains(NumericMarker, StringComparison.Ordinal))
                .Should().BeTrue("the secret must be there to be masked: {0} {1}", what, host.Error);
        }

        string[][] commands =
        [
            ["render"], ["render", "--log-level=information"], ["render", "--output", $"{host.Folder}/rendered.json"],
            ["validate", "--log-level=information"], ["validate", "--strict"], ["validate", "--format=json", "--log-level=information"],
            ["validate", "--format=sarif", "--log-level=information"], ["validate", "--format=github", "--log-level=information"],
            ["launch"], ["launch", "--strict", "--log-level=information"], ["explain", "--format=json"], ["explain", "--format=html"],
            ["plugins", "--format=html"], .. converts ? Conversions(host, inputs).Concat(OtherReports(host)) : [],
            ["render", "--annotated"], ["render", "--plan"], ["plugins"], ["plugins", "--format=json"], .. Explain,
        ];
        foreach (var command in commands)
        {
            host.Set("VERBOSE_STARTUP", command[0] == "launch" ? "true" : "false");
            host.Run(command);
            var rendered = File.Exists($"{host.Folder}/rendered.json") ? File.ReadAllText($"{host.Folder}/rendered.json") : "";
            foreach (var text in (string[])[host.Output, host.Error, rendered])
            {
                text.Should().NotContainAny(["hush", NumericMarker], $"{string.Join(' ', command)} with {what}");
            }
        }
    }

    private static IEnumerable<string[]> Conversions(TestHost host, (string Name, string Content)[] inputs)
    {
        var variables = inputs.Where(input => !input.Name.Contains(' ', StringComparison.Ordinal)).ToList();
        if (variables.Count > 0)
        {
            var lines = variables.Select(one => $"{one.Name}={Content(host, one.Content).ReplaceLineEndings(" ")}\n");
            host.WithFile("all.env", string.Concat(lines));
        }

        foreach (var target in (string[])["env", "compose", "kubernetes", "json"])
        {
            if (inputs.Any(input => input.Name == "file a.json"))
            {
                yield return ["convert", $"{host.Folder}/etc/a.json", "--to", target];
            }

            if (variables.Count > 0)
            {
                yield return ["convert", $"{host.Folder}/all.env", "--from", "env", "--to", target];
            }
        }
    }

    /// <summary>Formats and commands that print by the code of the others; the tables are enough for them.</summary>
    private static IEnumerable<string[]> OtherReports(TestHost host)
    {
        string[][] reports =
        [
            ["validate", "--format=gitlab"], ["validate", "--format=junit"], ["validate", "--format=html"],
            ["render", "--plan", "--format=json"], ["doctor"], ["doctor", "--format=json"], ["doctor", "--format=html"],
            ["explain", "RegisteredUsers"], ["explain", "Own"], ["explain", "PostgreSQL.Password"],
        ];
        host.WithFile("other.json", "{}").WithFile("other.env", "ORTHANC__LOCALE=C\n");
        string[][] comparisons =
        [
            .. from file in (string[])["etc/a.json", "all.env"]
               where File.Exists($"{host.Folder}/{file}")
               from format in (string[])["text", "json", "markdown"]
               select (string[])
               [
                   "compare", $"{host.Folder}/{file}", $"{host.Folder}/other{Path.GetExtension(file)}", $"--format={format}",
               ],
        ];
        string[][] checks = File.Exists($"{host.Folder}/all.env")
            ? [["variables", "check", $"{host.Folder}/all.env"], ["validate", $"{host.Folder}/all.env"]]
            : [];
        return [.. reports, .. comparisons, .. checks];
    }

    private static string Content(TestHost host, string content) =>
        content.Replace("FOLDER", host.Folder, StringComparison.Ordinal).Replace("MARKER", Marker, StringComparison.Ordinal)
            .Replace("NUMBER", NumericMarker, StringComparison.Ordinal).Replace("NEWLINE", "\n", StringComparison.Ordinal);

    private static string[][] Explain => [["explain"], ["explain", "--log-level=information"]];

    private static void Put(TestHost host, string name, string content)
    {
        if (name.StartsWith("file ", StringComparison.Ordinal))
        {
            host.WithFile("etc/" + name["file ".Length..], content);
        }
        else if (name.StartsWith("secret ", StringComparison.Ordinal))
        {
            // As bytes of Latin-1 where that is meant to be no UTF-8.
            File.WriteAllBytes(
                $"{host.Folder}/secrets/{name["secret ".Length..]}",
                content.Contains('ÿ', StringComparison.Ordinal)
                    ? System.Text.Encoding.Latin1.GetBytes(content)
                    : System.Text.Encoding.UTF8.GetBytes(content));
        }
        else
        {
            host.Set(name, content);
        }
    }

    /// <summary>Puts settings with errors before and behind everything else on the line, if the input is a whole configuration.</summary>
    private static (string Name, string Content) WithErrorsOnItsLine((string Name, string Content) input) =>
        input.Name is "ORTHANC_JSON" || (input.Name.EndsWith(".json", StringComparison.Ordinal) && input.Content.StartsWith('{'))
            ? (
                input.Name,
                "{\"HttpPort\": \"x\", \"MaximumStorageMode\": \"y\", " + input.Content.Trim()[1..^1]
                    + ", \"DicomPort\": [], \"Nmae\": \"$NOT_SET\", \"name\": 3}")
            : input;

    /// <summary>The path with a key of one's own for each <c>*</c>.</summary>
    private static string[] Filled(string setting) =>
        [.. setting.Split('.').Select((segment, index) => segment == "*" ? $"own{index}" : segment)];

    private static string Document(string[] segments, string value, string space = " ")
    {
        var text = value;
        foreach (var segment in segments.Reverse())
        {
            text = segment is ['[', .. var position, ']']
                ? $"[{string.Concat(Enumerable.Repeat("\"http://x/\", ", position.Length == 0 ? 0 : Number(position)))}{text}]"
                : $"{{{Quoted(segment)}:{space}{text}}}";
        }

        return text;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>An image's folder with an empty library for every plugin, so that launches get as far as they can.</summary>
    public sealed class LibrariesOfAllPlugins : IDisposable
    {
        public LibrariesOfAllPlugins()
        {
            foreach (var library in Definitions.Plugins.SelectMany(plugin => plugin.Libraries).Select(alternatives => alternatives[0]))
            {
                File.WriteAllText($"{Folder}/{library}", "");
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("launcher-libraries-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
