using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Secrecy;

public sealed class SecretRulesTests
{
    private const string Value = "S3CR3T";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> CatalogueSecrets =>
        [.. SettingsCatalogue.BuiltIn.All().Where(setting => setting.Definition.IsSecret).Select(setting => setting.Path)];

    public static TheoryData<string> PlainTexts =>
    [
        .. SettingsCatalogue.BuiltIn.All()
            .Where(
                setting => setting.Definition.Types == SettingTypes.String && !setting.Path.Contains('[') && !IsBelowSecret(setting.Path))
            .Select(setting => setting.Path),
    ];

    /// <summary>A key at a wrong place is answered with the right one, and its value is what belongs there.</summary>
    [Theory]
    [MemberData(nameof(CatalogueSecrets))]
    public void The_name_of_a_secret_is_secret_at_a_wrong_place_too(string path)
    {
        var name = path.Split('.')[^1];
        if (name is "*" || name.StartsWith('['))
        {
            return;
        }

        var rules = new SecretRules(SettingsCatalogue.BuiltIn);
        rules.IsSecret([name]).Should().BeTrue();
        rules.IsSecret(["DicomWeb", name]).Should().BeTrue();
    }

    [Theory]
    [InlineData("PostgreSQL", true)]
    [InlineData("OrthancPeers", true)]
    [InlineData("DicomWeb", true)]
    [InlineData("DicomModalities", false)]
    [InlineData("Plugins", false)]
    [InlineData("Name", false)]
    public void A_setting_is_known_to_hold_secrets_or_not(string name, bool holdsSecrets) =>
        SecretRules.HoldsSecrets(SettingsCatalogue.BuiltIn.Root.FixedChild(name)).Should().Be(holdsSecrets);

    [Theory]
    [InlineData("DicomModalities", "a", false)]
    [InlineData("OrthancPeers", "a", true)]
    public void An_array_with_a_password_is_secret_as_a_whole_and_no_other(string section, string key, bool isSecret) =>
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret([section, key]).Should().Be(isSecret);

    [Fact]
    public void A_name_that_users_give_to_a_server_does_not_hide_its_address() =>
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret(["DicomWeb", "Servers", "token-server", "Url"]).Should().BeFalse();

    [Theory]
    [InlineData("Config.RegisteredUsers.alice", true)]
    [InlineData("Config.ConnectionUri", true)]
    [InlineData("Config.Username", false)]
    public void Settings_in_a_section_too_many_are_as_secret_as_where_they_belong(string path, bool isSecret) =>
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret(path.Split('.')).Should().Be(isSecret);

    /// <summary>Below a map of the user's own names any name is plain, but whether a section is meant to be that map is a guess.</summary>
    [Fact]
    public void A_section_that_is_only_like_one_without_secrets_is_masked_by_the_names_in_it()
    {
        var rules = new SecretRules(SettingsCatalogue.BuiltIn);

        SettingNames.Suggest("Metadata", SettingsCatalogue.BuiltIn.Root).Should().Be("UserMetadata");
        rules.IsSecret(["UserMetadata", "ApiToken"]).Should().BeFalse();
        rules.IsSecret(["Metadata", "ApiToken"]).Should().BeTrue();
        rules.IsSecret(["Metadata", "Colour"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("{\"prefixItems\": [{\"type\": \"string\"}, {\"type\": \"string\", \"x-secret\": true}]}")]
    [InlineData("{\"prefixItems\": [{\"type\": \"string\"}], \"items\": {\"type\": \"string\", \"x-secret\": true}}")]
    public void A_setting_of_ones_own_may_have_a_secret_at_a_position(string setting)
    {
        var catalogue = SettingsCatalogue.BuiltIn.With(Encoding.UTF8.GetBytes($"{{\"properties\": {{\"Partner\": {setting}}}}}"));
        var rules = new SecretRules(catalogue);

        SecretRules.HoldsSecrets(catalogue.Find("Partner")).Should().BeTrue("an excerpt of a broken value must not be shown");
        rules.IsSecret(["Partner", "[0]"]).Should().BeFalse();
        rules.IsSecret(["Partner", "[1]"]).Should().BeTrue();
        rules.IsSecret(["Partner"]).Should().BeTrue("text in place of the array may be the secret");
    }

    /// <summary>Names that cannot be near are left out of the search, but no other.</summary>
    [Fact]
    public void Whatever_would_be_suggested_is_masked()
    {
        var rules = new SecretRules(SettingsCatalogue.BuiltIn);
        var root = SettingsCatalogue.BuiltIn.Root;

        var shown =
            from parent in (SettingDefinition[])[root, .. root.Children]
            from child in parent.Children
            where SecretRules.HoldsSecrets(child)
            from variant in NearlyAndPiecesOf(child.Name).Append("Users").Append("Peers")
            where SettingNames.Suggest(variant, parent) == child.Name && !rules.Meant(parent, variant).Exists
            select $"{variant} for {child.Name}";

        shown.Should().BeEmpty();
        rules.IsSecret(["RegisterdUsers", "alice"]).Should().BeTrue();
        rules.IsSecret(["PostgreSQL", "Passw0rt"]).Should().BeTrue();
    }

    /// <summary>A search for what is meant makes a list of all settings; a million keys of the user's own must not need that.</summary>
    [Fact]
    public void A_key_that_resembles_no_setting_with_secrets_is_not_searched_for()
    {
        var rules = new SecretRules(SettingsCatalogue.BuiltIn);
        var keys = Enumerable.Range(0, 100).Select(i => new[] { $"Zyx-wvq-{i}-kfb" }).ToList();
        rules.IsSecret(keys[0]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        keys.Count(rules.IsSecret).Should().Be(0);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        SettingNames.Suggest(keys[0][0], SettingsCatalogue.BuiltIn.Root);
        var ofOneSearch = GC.GetAllocatedBytesForCurrentThread() - before - allocated;

        (allocated / keys.Count).Should().BeLessThan(ofOneSearch / 2);
    }

    [Theory]
    [MemberData(nameof(CatalogueSecrets))]
    public void Each_secret_of_the_catalogue_is_masked(string path)
    {
        var definition = SettingsCatalogue.BuiltIn.Find(path);
        var value = definition.Types.HasFlag(SettingTypes.String) ? $"\"{Value}\"" : $"{{\"mine\": \"{Value}\"}}";

        var masked = Masked(new Scenario().File(Nest(path, value)));

        masked.Should().NotContain(Value).And.Contain("********");
    }

    [Theory]
    [MemberData(nameof(PlainTexts))]
    public void Other_texts_of_the_catalogue_are_shown(string path)
    {
        Masked(new Scenario().File(Nest(path, "\"shown\""))).Should().Contain("\"shown\"");
    }

    [Theory]
    [InlineData("{\"RegisteredUsers\": {\"alice\": \"S3CR3T\", \"bob\": \"S3CR3T\"}}", "{\"alice\":\"********\",\"bob\":\"********\"}")]
    [InlineData("{\"RegisteredUsers\": {\"alice\": 12345, \"bob\": [\"S3CR3T\"]}}", "{\"alice\":\"********\",\"bob\":[\"********\"]}")]
    [InlineData("{\"OrthancPeers\": {\"a\": [\"http://h/\", \"user\", \"S3CR3T\"]}}", "{\"a\":[\"http://h/\",\"user\",\"********\"]}")]
    [InlineData(
        "{\"OrthancPeers\": {\"a\": {\"Url\": \"http://h/\", \"Username\": \"user\", \"Password\": \"S3CR3T\", \"Timeout\": 5}}}",
        "{\"a\":{\"Url\":\"http://h/\",\"Username\":\"user\",\"Password\":\"********\",\"Timeout\":5}}")]
    [InlineData(
        "{\"OrthancPeers\": {\"a\": {\"HttpHeaders\": {\"X-Name\": \"S3CR3T\"}, \"CertificateFile\": \"/c\", "
            + "\"CertificateKeyPassword\": \"S3CR3T\"}}}",
        "{\"a\":{\"HttpHeaders\":{\"X-Name\":\"********\"},\"CertificateFile\":\"/c\",\"CertificateKeyPassword\":\"********\"}}")]
    [InlineData(
        "{\"DicomModalities\": {\"a\": {\"AET\": \"A\", \"Host\": \"h\", \"Port\": 104, \"Password\": \"S3CR3T\"}}}",
        "{\"a\":{\"AET\":\"A\",\"Host\":\"h\",\"Port\":104,\"Password\":\"********\"}}")]
    [InlineData("{\"DicomModalities\": {\"a\": [\"A\", \"h\", 104, \"Generic\"]}}", "{\"a\":[\"A\",\"h\",104,\"Generic\"]}")]
    public void Users_and_partners_are_masked_in_each_form(string text, string expected)
    {
        JsonNode.Parse(Masked(new Scenario().File(text)))!.AsObject().First().Value!.ToJsonString(Compact).Should().Be(expected);
    }

    [Theory]
    [InlineData("[\"http://h/\", \"user\", \"S3CR3T\"]", "[\"http://h/\",\"user\",\"********\"]")]
    [InlineData(
        "{\"Url\": \"http://h/\", \"Username\": \"user\", \"Password\": \"S3CR3T\", \"HasDelete\": true}",
        "{\"Url\":\"http://h/\",\"Username\":\"user\",\"Password\":\"********\",\"HasDelete\":true}")]
    [InlineData("{\"Url\": \"http://user:S3CR3T@h/\"}", "{\"Url\":\"http://********@h/\"}")]
    [InlineData("{\"Url\": \"http://h/\", \"ApiToken\": \"S3CR3T\"}", "{\"Url\":\"http://h/\",\"ApiToken\":\"********\"}")]
    public void Servers_of_DICOMweb_are_masked_in_each_form(string server, string expected)
    {
        JsonNode.Parse(
            Masked(new Scenario().File($"{{\"DicomWeb\": {{\"Servers\": {{\"a\": {server}}}}}}}")))!["DicomWeb"]!["Servers"]!["a"]!
            .ToJsonString(Compact).Should().Be(expected);
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("myPassword")]
    [InlineData("PASSWORD2")]
    [InlineData("ClientSecret")]
    [InlineData("client_secret")]
    [InlineData("ApiToken")]
    [InlineData("Credentials")]
    [InlineData("PrivateKey")]
    [InlineData("private_key")]
    [InlineData("private-key")]
    [InlineData("LicenseString")]
    [InlineData("ConnectionString")]
    [InlineData("connection string")]
    [InlineData("ApiKey")]
    [InlineData("API_KEY")]
    [InlineData("x-api-key")]
    public void An_unknown_key_whose_name_tells_is_masked_with_all_below_it(string key)
    {
        Masked(new Scenario().File($"{{\"{key}\": \"{Value}\"}}")).Should().NotContain(Value);
        Masked(new Scenario().File($"{{\"Mine\": {{\"{key}\": {{\"a\": [\"{Value}\", {{\"b\": \"{Value}\"}}]}}}}}}"))
            .Should().NotContain(Value);
        Masked(new Scenario().File($"{{\"Mine\": [{{\"{key}\": \"{Value}\"}}]}}")).Should().NotContain(Value);
        Masked(new Scenario().File($"{{\"DicomWeb\": {{\"{key}\": \"{Value}\"}}}}")).Should().NotContain(Value);
        Masked(new Scenario().File($"{{\"Mine\": {{\"{key}\": 987654}}}}")).Should().NotContain("987654");
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret(["Mine", key]).Should().BeTrue();
    }

    [Theory]
    [InlineData("Mine.Pass")]
    [InlineData("Mine.Key")]
    [InlineData("Mine.Author")]
    [InlineData("Mine.Public")]
    [InlineData("S3Zip.Folder")]
    public void Other_unknown_keys_are_shown(string path)
    {
        Masked(new Scenario().File(Nest(path, "\"shown\""))).Should().Contain("\"shown\"");
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret(path.Split('.')).Should().BeFalse();
    }

    [Theory]
    [InlineData("Authorization.TokenHttpHeaders", "[\"shown\"]")]
    [InlineData("UserMetadata.password", "\"shown\"")]
    [InlineData("PostgreSQL.Username", "\"shown\"")]
    [InlineData("SslCertificate", "\"shown\"")]
    [InlineData("Education.Administrators.Nobody", "\"shown\"")]
    public void A_known_setting_that_is_no_secret_is_shown_whatever_its_name(string path, string value)
    {
        Masked(new Scenario().File(Nest(path, value))).Should().Contain("\"shown\"");
    }

    [Fact]
    public void All_that_comes_from_a_secret_is_masked()
    {
        var masked = Masked(new Scenario()
            .File("{\"Name\": \"shown\", \"Mine\": {\"a\": \"shown\"}}")
            .SecretFile("{\"DicomAet\": \"S3CR3T\", \"Mine\": {\"b\": \"S3CR3T\", \"c\": [\"S3CR3T\", 987654, true]}}")
            .Secret("ORTHANC__MINE__D", "S3CR3T")
            .Secret("ORTHANC__HTTP_PORT", "987654")
            .PointedSecret("ORTHANC__MINE__E", "/run/secrets/e", "{\"x\": \"S3CR3T\"}")
            .Secret("ORTHANC_PASSWORD", "S3CR3T"));

        masked.Should().NotContain(Value).And.NotContain("987654");
        JsonNode.Parse(masked)!["Name"]!.GetValue<string>().Should().Be("shown");
        JsonNode.Parse(masked)!["Mine"]!.ToJsonString(Compact)
            .Should().Be(
                "{\"a\":\"shown\",\"b\":\"********\",\"c\":[\"********\",\"********\",\"********\"],\"D\":\"********\","
                    + "\"E\":{\"x\":\"********\"}}");
    }

    [Theory]
    [InlineData("http://user:S3CR3T@host:8042/path?x=1", "http://********@host:8042/path?x=1")]
    [InlineData("https://S3CR3T@host/", "https://********@host/")]
    [InlineData("postgresql://u:S3CR3T@db:5432/orthanc", "postgresql://********@db:5432/orthanc")]
    [InlineData("postgresql://u:p@S3CR3T@db/orthanc", "postgresql://********@db/orthanc")]
    [InlineData("socks5://u:S3CR3T@proxy", "socks5://********@proxy")]
    [InlineData("http://user:S3CR3T@host,http://user:S3CR3T@host2", null)]
    [InlineData("user:S3CR3T@proxy:3128", null)]
    [InlineData("Driver=PostgreSQL;Server=db;Uid=u;Pwd=S3CR3T;", null)]
    [InlineData("DSN=x;PASSWORD=S3CR3T", null)]
    [InlineData("DSN=x;Password = S3CR3T", null)]
    [InlineData("host=db user=u password=S3CR3T", null)]
    [InlineData("http://host/path@x", "http://host/path@x")]
    [InlineData("http://host:8042/", "http://host:8042/")]
    [InlineData("mail@example.com", "mail@example.com")]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    public void User_info_in_urls_and_connection_strings_is_masked(string text, string? expected)
    {
        var shown = SecretText.MaskWithin(text);

        shown.Should().NotContain(Value);
        if (expected is not null)
        {
            shown.Should().Be(expected);
        }

        var literal = JsonSerializer.Serialize(text, Compact);
        Masked(new Scenario().File($"{{\"HttpProxy\": {literal}, \"Mine\": [{literal}]}}")).Should().NotContain(Value);
    }

    [Fact]
    public void Keys_kinds_order_and_everything_else_stay()
    {
        const string text = "{\"Z\": [1, 0.10, null, true, \"x\", {}], \"Name\": \"n\", \"PostgreSQL\": {\"Host\": \"h\", "
            + "\"Password\": null, \"Port\": 5433}, \"A\": {}}";
        var plan = new Scenario().File(text).Variable("POSTGRESQL_PLUGIN_ENABLED", "false").Plan();

        var masked = Encoding.UTF8.GetString(
            new ConfigurationRenderer(new SecretRules(plan.Catalogue)).ToMaskedJson(plan.Configuration).Span);

        masked.Should().Be(plan.Output(), "there is nothing to hide");
    }

    [Fact]
    public void Text_with_escapes_is_shown_as_it_is()
    {
        var plan = new Scenario().Variable("ORTHANC__NAME", "a\"b\\c\nd${X}").File("{\"DicomAet\": \"a\\\"b\\u00e9\"}").Plan();

        Encoding.UTF8.GetString(new ConfigurationRenderer(new SecretRules(plan.Catalogue)).ToMaskedJson(plan.Configuration).Span)
            .Should().Be(plan.Output());
    }

    [Fact]
    public void One_value_is_shown_in_one_line()
    {
        var plan = new Scenario().File("{\"PostgreSQL\": {\"Host\": \"h\", \"Password\": \"S3CR3T\", \"Mine\": [1, 2]}}").Plan();
        var rules = new SecretRules(plan.Catalogue);
        var layer = plan.Layers.Single();

        new ConfigurationRenderer(rules).ToMaskedText(layer.ValueOf(["PostgreSQL"]), ["PostgreSQL"])
            .Should().Be("{\"Host\": \"h\", \"Password\": \"********\", \"Mine\": [1, 2]}");
        new ConfigurationRenderer(rules).ToMaskedText(layer.ValueOf(["PostgreSQL", "Password"]), ["PostgreSQL", "Password"])
            .Should().Be("\"********\"");
        new ConfigurationRenderer(rules).ToMaskedText(layer.ValueOf(["PostgreSQL", "Host"]), ["PostgreSQL", "Host"]).Should().Be("\"h\"");
    }

    [Theory]
    [InlineData("RegisteredUsers.alice", true)]
    [InlineData("PostgreSQL.Password", true)]
    [InlineData("PostgreSQL.ConnectionUri", true)]
    [InlineData("DicomWeb.Servers.a.Password", true)]
    [InlineData("DicomWeb.Servers.a.HttpHeaders.X", true)]
    [InlineData("PostgreSQL", false)]
    [InlineData("PostgreSQL.Host", false)]
    [InlineData("Name", false)]
    [InlineData("Mine.Token.Deep", true)]
    public void Paths_tell_of_secrets(string path, bool isSecret)
    {
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret(path.Split('.')).Should().Be(isSecret);
    }

    [Fact]
    public void No_finding_tells_a_secret()
    {
        var plan = new Scenario()
            .File(
                "{\"PostgreSQL\": {\"Password\": \"S3CR3T1\", \"Password\": \"S3CR3T2\"}, \"RegisteredUsers\": {\"a\": \"S3CR3T3\"}, "
                    + "\"Pkcs11\": {\"Pin\": \"S3CR3T8\"}}")
            .Variable("ORTHANC__POSTGRESQL__PASSWORD", "S3CR3T4")
            .Variable("PG_PASSWORD", "S3CR3T5")
            .Variable("ORTHANC__REGISTERED_USERS", "{\"a\": \"S3CR3T6\", \"b\": 12345678}")
            .Variable("ORTHANC_REGISTERED_USERS", "{\"a\": \"S3CR3T7\"}")
            .Variable("ORTHANC__POSTGRESQL__PASSWROD", "S3CR3T9")
            .Variable("ORTHANC__MINE__TOKEN", "{\"S3CR3T\": ")
            .Secret("ORTHANC__HTTP_PORT", "S3CR3T-not-a-number")
            .Secret("ORTHANC__LUA_SCRIPTS", "[S3CR3T")
            .Secret("ORTHANC__DICOM_MODALITIES", "{\"a\": \"S3CR3T\" x}")
            .Secret("ORTHANC__MAXIMUM_STORAGE_MODE", "S3CR3T")
            .SecretFile("{\"HttpPort\": \"S3CR3T\", \"DicomAet\": \"S3CR3T-LONGER-THAN-16\", \"MaximumStorageMode\": \"S3CR3T\"}")
            .Plan();

        plan.Findings.Count.Should().BeGreaterThan(8);
        plan.Findings.AllTexts().Should().NotContain(Value).And.NotContain("12345678");
        var excerpts = new SourceExcerpts(plan.Layers, new SecretRules(plan.Catalogue));
        foreach (var finding in plan.Findings)
        {
            (excerpts.Of(finding) ?? "").Should().NotContain(Value).And.NotContain("12345678");
        }
    }

    [Fact]
    public void The_line_of_a_finding_is_shown_without_its_secrets()
    {
        var plan = new Scenario()
            .Variable("PW", Value)
            .File(
                "{\n\t\"PostgreSQL\": {\"Password\": \"S3CR3T\", \"Port\": \"é\", \"ConnectionUri\": \"$PW\", "
                    + "\"Host\": \"http://u:S3CR3T@h/\"}}")
            .Plan();

        var finding = plan.Findings.Single(finding => finding.Setting == "PostgreSQL.Port");
        var lines = new SourceExcerpts(plan.Layers, new SecretRules(plan.Catalogue)).Of(finding)!.Split('\n');

        lines.Should().HaveCount(2);
        lines[0].Should().Contain("\"Password\": ********").And.Contain("\"Port\": \"é\"").And.NotContain(Value);
        lines[0][(lines[1].Length - 1)..].Should().StartWith("\"Port\"");
    }

    private static bool IsBelowSecret(string path)
    {
        var segments = path.Split('.');
        for (var count = 1; count <= segments.Length; count++)
        {
            if (SettingsCatalogue.BuiltIn.Find(segments[..count]).IsSecret)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A configuration that holds one value at a path of the catalogue.</summary>
    private static string Nest(string path, string value)
    {
        foreach (var segment in path.Split('.').Reverse())
        {
            value = segment switch
            {
                "*" => $"{{\"mine\": {value}}}",
                "[]" => $"[{value}]",
                ['[', .. var position, ']'] => $"[{string.Concat(Enumerable.Repeat("\"p\", ", int.Parse(position, null)))}{value}]",
                _ => $"{{\"{segment}\": {value}}}",
            };
        }

        return value;
    }

    /// <summary>A name with as many mistakes as may be, pieces of it, and the name with underscores.</summary>
    private static IEnumerable<string> NearlyAndPiecesOf(string name)
    {
        foreach (var (at, length) in
            from at in Enumerable.Range(0, name.Length)
            from length in Enumerable.Range(1, Math.Min(Spelling.MostChanges(name), name.Length - at))
            select (at, length))
        {
            yield return name.Remove(at, length);
            yield return name.Remove(at, length).Insert(at, "qzx9jvkq"[..length]);
            yield return name.Insert(at, "qzx9jvkq"[..length]);
        }

        for (var length = 3; length < name.Length; length++)
        {
            yield return name[..length];
            yield return name[..length] + "qz";
            yield return name[length..];
        }

        yield return string.Join('_', name.ToCharArray());
        yield return string.Join('-', name.ToCharArray());
    }

    private static string Masked(Scenario scenario)
    {
        var plan = scenario.Plan();
        return Encoding.UTF8.GetString(new ConfigurationRenderer(new SecretRules(plan.Catalogue)).ToMaskedJson(plan.Configuration).Span);
    }
}
