using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Secrecy;

/// <summary>Kinds of secrets, by the names of their keys and by their texts; and what must stay readable.</summary>
public class SecretKindTests
{
    [Theory]
    [InlineData("Password")]
    [InlineData("Passwort")]
    [InlineData("Pasword")]
    [InlineData("KeyPassphrase")]
    [InlineData("AccessKey")]
    [InlineData("access_key")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("AccountKey")]
    [InlineData("EncryptionKey")]
    [InlineData("MasterKey")]
    [InlineData("SharedAccessSignature")]
    [InlineData("Pin")]
    [InlineData("PIN")]
    [InlineData("UserPin")]
    [InlineData("pin-code")]
    [InlineData("Jwt")]
    [InlineData("JWT")]
    [InlineData("SessionJwt")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Cookie")]
    [InlineData("BearerValue")]
    [InlineData("SasUrl")]
    [InlineData("X-Api-Key")]
    public void Names_that_tell_of_a_secret(string name)
    {
        SecretWords.Tell(name).Should().BeTrue();
        new SecretRules(SettingsCatalogue.BuiltIn).IsSecret(["Mine", name]).Should().BeTrue();
    }

    [Theory]
    [InlineData("Mapping")]
    [InlineData("Opinion")]
    [InlineData("Pinned")]
    [InlineData("SpinLock")]
    [InlineData("Bypass")]
    [InlineData("PassThrough")]
    [InlineData("AuthorizationUrl")]
    [InlineData("Author")]
    [InlineData("Key")]
    [InlineData("KeyFile")]
    [InlineData("Host")]
    [InlineData("Port")]
    [InlineData("Username")]
    [InlineData("Aet")]
    [InlineData("Path")]
    [InlineData("Saskia")]
    [InlineData("Compass")]
    [InlineData("")]
    public void Names_that_do_not(string name)
    {
        SecretWords.Tell(name).Should().BeFalse();
    }

    [Theory]
    // User info of URLs, whatever the password holds.
    [InlineData("http://user:S3C#R3T@host:8042/x", "http://********@host:8042/x")]
    [InlineData("http://user:S3C/R3T@host:8042/x", "http://********@host:8042/x")]
    [InlineData("http://user:S3C?R3T@host/", "http://********@host/")]
    [InlineData("http://user:S3C@R3T@host/", "http://********@host/")]
    [InlineData("http://user:S3C R3T@host/", "http://********@host/")]
    [InlineData("http://user:S3C&x=R3T@host/", "http://********@host/")]
    [InlineData("http://user:S3C:R3T@host/", "http://********@host/")]
    [InlineData("http://user:12/R3T@host/", "http://********@host/")]
    [InlineData("http://user://S3C/R3T@host/", "http://********@host/")]
    [InlineData("http://a/?url=http://user:S3CR3T@host/", "http://a/?url=http://********@host/")]
    [InlineData("http://S3CR3T@host/", "http://********@host/")]
    [InlineData("user:S3C/R3T@proxy:3128", "********@proxy:3128")]
    [InlineData("user:S3C R3T@proxy:3128", "********@proxy:3128")]
    [InlineData("user:S3C#R3T@proxy", "********@proxy")]
    [InlineData("socks5h://user:S3CR3T@proxy:1080", "socks5h://********@proxy:1080")]
    [InlineData("http://first/ http://user:S3CR3T@second/", "http://first/ http://********@second/")]
    [InlineData("mongodb+srv://u:S3CR3T@a.example.org/db?w=1", "mongodb+srv://********@a.example.org/db?w=1")]
    // Parameters of URLs.
    [InlineData("https://host/path?token=S3CR3T", "https://host/path?token=********")]
    [InlineData("https://host/path?a=1&token=S3CR3T&b=2", "https://host/path?a=1&token=********&b=2")]
    [InlineData("https://host/path?access_token=S3C&R3T", "https://host/path?access_token=********")]
    [InlineData("https://host/path?token=S3C@R3T", "https://host/path?token=********")]
    [InlineData("https://host/path?api_key=S3CR3T&b=2", "https://host/path?api_key=********&b=2")]
    [InlineData("https://host/path?key=S3CR3T", "https://host/path?key=********")]
    [InlineData(
        "https://a.blob.core.windows.net/c?sv=2022-11-02&se=2030&sig=S3CR3T%3D",
        "https://a.blob.core.windows.net/c?sv=2022-11-02&se=2030&sig=********")]
    [InlineData(
        "https://b.s3.amazonaws.com/o?X-Amz-Expires=3600&X-Amz-Signature=S3CR3T",
        "https://b.s3.amazonaws.com/o?X-Amz-Expires=3600&X-Amz-Signature=********")]
    [InlineData("jdbc:postgresql://db:5432/o?user=u&password=S3CR3T", "jdbc:postgresql://db:5432/o?user=u&password=********")]
    // Connection strings.
    [InlineData("Driver={PostgreSQL};Server=db;Uid=sa;Pwd=S3CR3T;Port=5432", "Driver={PostgreSQL};Server=db;Uid=sa;Pwd=********;Port=5432")]
    [InlineData("Server=db;Pwd={S3C;R3T}};x};Port=5432", "Server=db;Pwd=********;Port=5432")]
    [InlineData("Server=db;Password=\"S3C;R3\"\"T\";Port=1", "Server=db;Password=********;Port=1")]
    [InlineData("Server=db;Password='S3C;R3T';Port=1", "Server=db;Password=********;Port=1")]
    [InlineData("Server=db;Password=S3C;R3T;Port=1", "Server=db;Password=********;Port=1")]
    [InlineData("Server=db;Password=S3C R3T;Port=1", "Server=db;Password=********;Port=1")]
    [InlineData("Server=db;Password = S3CR3T", "Server=db;Password = ********")]
    [InlineData("host=db user=u password=S3CR3T port=5432", "host=db user=u password=******** port=5432")]
    [InlineData("host=db password='S3C R3T' port=5432", "host=db password=******** port=5432")]
    [InlineData("host=db password='S3C\\'R3T' port=5432", "host=db password=******** port=5432")]
    [InlineData(
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=S3CR3T==;EndpointSuffix=core.windows.net",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=********;EndpointSuffix=core.windows.net")]
    [InlineData("Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=S3CR3T=", null)]
    [InlineData(
        "BlobEndpoint=https://a/;SharedAccessSignature=sv=2022&sig=S3CR3T",
        "BlobEndpoint=https://a/;SharedAccessSignature=********")]
    [InlineData("Server=db;Access Token=S3CR3T", "Server=db;Access Token=********")]
    // Headers, tokens, options, JSON.
    [InlineData("Authorization: Basic S3CR3T", "Authorization: ********")]
    [InlineData("X-Api-Key: S3CR3T", "X-Api-Key: ********")]
    [InlineData("Bearer S3CR3TS3CR3T", "Bearer ********")]
    [InlineData("eyJS3CR3T.eyJS3CR3T.S3CR3T", "********")]
    [InlineData("/script.sh --db-password S3CR3T --host db", "/script.sh --db-password ******** --host db")]
    [InlineData("/script.sh --password=S3CR3T --host=db", null)]
    [InlineData("{\"username\": \"u\", \"password\": \"S3CR3T\"}", "********")]
    [InlineData("{'password': 'S3CR3T'}", "********")]
    [InlineData("{\\\"password\\\": \\\"S3CR3T\\\"}", "********")]
    public void Secrets_within_a_text_are_masked(string text, string? shown)
    {
        var masked = SecretText.MaskWithin(text);

        masked.Should().NotContain("S3C").And.NotContain("R3T");
        if (shown is not null)
        {
            masked.Should().Be(shown);
        }

        SecretText.MaskWithin(masked).Should().NotContain("S3C", "what is masked stays masked");
    }

    [Theory]
    [InlineData("http://host:8042/dicom-web/")]
    [InlineData("https://pacs.example.org/instances?limit=10&since=0")]
    [InlineData("https://example.org/users/a@b.org")]
    [InlineData("http://[::1]:8042/")]
    [InlineData("10.0.0.5:104")]
    [InlineData("ORTHANC@pacs")]
    [InlineData("admin@example.org")]
    [InlineData("/etc/ssl/private/orthanc.pem")]
    [InlineData("/run/secrets/orthanc_password")]
    [InlineData("host=db user=orthanc port=5432")]
    [InlineData("Server=db;Database=orthanc;Uid=orthanc")]
    [InlineData("12:30")]
    [InlineData("Radiology: room 2")]
    [InlineData("basic")]
    [InlineData("Basic authentication")]
    [InlineData("(0010,0010)=DOE^JOHN")]
    [InlineData("{\"AET\": \"A\", \"Host\": \"h\"}")]
    [InlineData("eyJ")]
    public void Other_texts_stay_readable(string text)
    {
        SecretText.MaskWithin(text).Should().BeSameAs(text);
    }

    [Theory]
    [InlineData("""{"RegisterdUsers": {"alice": "S3CR3T"}}""")]
    [InlineData("""{"registeredUsers": {"alice": "S3CR3T"}}""")]
    [InlineData("""{"Users": {"alice": "S3CR3T"}}""")]
    [InlineData("""{"RegistredUsers": {"alice": ["S3CR3T"]}}""")]
    [InlineData("""{"OrthancPeer": {"a": ["http://h/", "user", "S3CR3T"]}}""")]
    [InlineData("""{"Peers": {"a": {"Url": "http://h/", "Password": "S3CR3T"}}}""")]
    [InlineData("""{"OrthancPeers": {"a": {"Url": "http://h/", "Pssword": "S3CR3T"}}}""")]
    [InlineData("""{"DicomWb": {"Servers": {"a": ["http://h/", "user", "S3CR3T"]}}}""")]
    [InlineData("""{"DicomWeb": {"Server": {"a": ["http://h/", "user", "S3CR3T"]}}}""")]
    [InlineData("""{"DicomWeb": {"Servers": {"a": {"Url": "http://h/", "HttpHeader": {"X": "S3CR3T"}}}}}""")]
    [InlineData("""{"PostgreSQL": {"Passwrod": "S3CR3T", "ConnectionUrl": "S3CR3T"}}""")]
    [InlineData("""{"OrthancPeers": {"a": [["http://h/", "user", "S3CR3T"]]}}""")]
    [InlineData("""{"DicomWeb": {"Servers": {"a": [[["http://h/", "user", "S3CR3T"]]]}}}""")]
    public void What_would_be_suggested_for_a_key_decides(string file)
    {
        Masked(new Scenario().File(file)).Should().NotContain("S3CR3T");
        new Scenario().File(file[..^1] + ", x}").Plan().Findings.AllTexts().Should().NotContain("S3CR3T");
    }

    [Theory]
    [InlineData("ORTHANC__REGISTRED_USERS", """{"alice": "S3CR3T"}""")]
    [InlineData("ORTHANC__REGISTRED_USERS", "alice:S3CR3T")]
    [InlineData("ORTHANC__REGISTRED_USERS", "{'alice': 'S3CR3T'}")]
    [InlineData("ORTHANC__REGISTRED_USERS__ALICE", "S3CR3T")]
    [InlineData("ORTHANC__USERS", """{"alice": "S3CR3T"}""")]
    [InlineData("ORTHANC__POSTGRSQL__PASWORD", "S3CR3T")]
    [InlineData("ORTHANC__ORTHANC_PEER", """{"a": ["http://h/", "user", "S3CR3T"]}""")]
    [InlineData("ORTHANC__POSTGRESQL__USERNAME", """{"username":"u","password":"S3CR3T"}""")]
    public void What_would_be_suggested_for_a_variable_decides(string variable, string value)
    {
        var scenario = new Scenario().Variable(variable, value);

        Masked(scenario).Should().NotContain("S3CR3T");
        scenario.Plan().Findings.AllTexts().Should().NotContain("S3CR3T");
    }

    [Theory]
    [InlineData("""{"Name": "shown"}""")]
    [InlineData("""{"Naem": "shown"}""")]
    [InlineData("""{"Own": {"Users": "shown"}}""")]
    [InlineData("""{"PostgreSQL": {"Hots": "shown", "Username": "shown", "Prot": "shown"}}""")]
    [InlineData("""{"DicomModalities": {"a": ["shown", "shown", 104]}}""")]
    [InlineData("""{"OrthancPeers": {"a": ["http://shown/", "user"]}}""")]
    [InlineData("""{"LuaScripts": ["shown"]}""")]
    [InlineData("""{"SslCertificate": "/shown/pem"}""")]
    public void Hosts_names_and_paths_stay_readable(string file)
    {
        Masked(new Scenario().File(file)).Should().Contain("shown");
    }

    [Theory]
    [InlineData("""{"HttpProxy": "user:S3CR3T@proxy}""")]
    [InlineData("""{"HttpProxy": "http://user:S3C/R3T@proxy}""")]
    [InlineData("""{"HttpProxy": "user:S3C\qR3T@proxy"}""")]
    [InlineData("""{"HttpProxy": user:S3CR3T@proxy}""")]
    [InlineData("""{"HttpProxy": 'user:S3CR3T@proxy'}""")]
    [InlineData("""{"Own": {"Url": "https://h/?token=S3CR3T}}""")]
    [InlineData("""{"Own": {"Url": "https://h/?token=S3CR3T\q"}}""")]
    [InlineData("{\"Name\": 1 \n// \"Password\": \"S3CR3T\"")]
    [InlineData("{\"Name\": 1 // \"Password\": \"S3CR3T\"")]
    [InlineData("{\"Name\": 1 /* \"Password\": \"S3CR3T\"")]
    [InlineData("{\"Name\": 1,\n/* \"Password\":\n \"S3CR3T\" */")]
    [InlineData("{\"Name\": \"x\", \"Own\": [[\"a\", [\"Password=S3CR3T\", x]]]}")]
    [InlineData("{\"OrthancPeers\": {\"a\": [[\"http://h/\", \"u\", \"S3CR3T\", x]]}}")]
    [InlineData("{\"OrthancPeers\": {\"a\": [[\"http://h/\", \"u\", S3CR3T]]}}")]
    [InlineData("'{\"RegisteredUsers\": {\"a\": \"S3CR3T\"}}'")]
    [InlineData("'{\"RegisteredUsers\": {\"a\": \"S3CR3T\"}}': 1")]
    [InlineData("\"{\"RegisteredUsers\": {\"a\": \"S3CR3T\"}}\"")]
    [InlineData("{\\\"RegisteredUsers\\\": {\\\"a\\\": \\\"S3CR3T\\\"}}")]
    [InlineData("{\"RegisterdUsers\": {\"a\": \"S3CR3T}}")]
    [InlineData("{\"RegisterdUsers\": {\"a\": S3CR3T}}")]
    public void Excerpts_show_only_what_is_surely_no_secret(string text)
    {
        foreach (var plan in new[] { new Scenario().File(text).Plan(), new Scenario().Variable("ORTHANC_JSON", text).Plan() })
        {
            plan.Findings.Of(Rules.InvalidJson).Should().NotBeEmpty();
            plan.Findings.AllTexts().Should().NotContain("S3C").And.NotContain("R3T");
        }
    }

    [Theory]
    [InlineData("""{"Name": "${PW}"}""")]
    [InlineData("""{"Name": "at ${PW} and more"}""")]
    [InlineData("""{"Name": "${NOT_SET:-$PW}"}""")]
    [InlineData("""{"HttpPort": ${PW}}""")]
    [InlineData("""{"LuaScripts": ["a", "$PW"]}""")]
    public void What_is_inserted_from_a_secret_is_masked_wherever_it_is(string file)
    {
        var scenario = new Scenario().File(file).Variables([new EnvironmentVariable("PW", "86753090001") { IsSecret = true }]);

        Masked(scenario).Should().NotContain("86753090001").And.Contain(SecretText.Mask);
        scenario.Plan().Output().Should().Contain("86753090001");
        scenario.Plan().Findings.AllTexts().Should().NotContain("86753090001");
    }

    [Fact]
    public void Only_what_is_inserted_from_a_secret_is_masked()
    {
        var scenario = new Scenario().File("""{"Name": "${OTHER}", "DicomAet": "$PW", "Locale": "de"}""").Variable("OTHER", "shown")
            .Variables([new EnvironmentVariable("PW", "S3CR3T") { IsSecret = true }]);

        Masked(scenario).Should().Contain("\"Name\": \"shown\"").And.Contain("\"Locale\": \"de\"").And.NotContain("S3CR3T");
    }

    [Theory]
    [InlineData("ORTHANC__NAME", "S3CR3T")]
    [InlineData("ORTHANC__HTTP_PORT", "S3CR3T")]
    [InlineData("ORTHANC__MAXIMUM_STORAGE_MODE", "S3CR3T")]
    [InlineData("ORTHANC_JSON", """{"Name": "S3CR3T", "HttpPort" 1}""")]
    [InlineData("ORTHANC_JSON", """{"Name": "S3CR3T"}""")]
    [InlineData("ORTHANC__DICOM_MODALITIES", """{"a": ["S3CR3T" x]}""")]
    public void A_variable_from_a_secret_is_masked(string variable, string value)
    {
        var scenario = new Scenario().Variables([new EnvironmentVariable(variable, value) { IsSecret = true }]);

        Masked(scenario).Should().NotContain("S3CR3T");
        scenario.Plan().Findings.AllTexts().Should().NotContain("S3CR3T");
    }

    private static string Masked(Scenario scenario)
    {
        var plan = scenario.Plan();
        return Encoding.UTF8.GetString(new ConfigurationRenderer(new SecretRules(plan.Catalogue)).ToMaskedJson(plan.Configuration).Span);
    }
}
