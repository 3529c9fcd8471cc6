using System.Text.Json;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Planning;

public sealed class LaunchPlanTests
{
    [Theory]
    [InlineData("VERBOSE_STARTUP", "true", true)]
    [InlineData("VERBOSE_STARTUP", "", true)]
    [InlineData("VERBOSE_STARTUP", "ON", true)]
    [InlineData("VERBOSE_STARTUP", "false", false)]
    [InlineData("VERBOSE_STARTUP", "0", false)]
    [InlineData("VERBOSE_STARTUP", "maybe", false)]
    [InlineData("BUNDLE_DEBUG", "true", true)]
    [InlineData("BUNDLE_DEBUG", "", true)]
    [InlineData("BUNDLE_DEBUG", "false", false)]
    [InlineData("OTHER", "true", false)]
    public void The_start_is_described_when_it_is_asked_for(string variable, string value, bool isVerbose)
    {
        var plan = new Scenario().Variable(variable, value).Plan();

        plan.IsVerbose.Should().Be(isVerbose);
        plan.Findings.Of(Rules.InvalidFlag).Should().HaveCount(value == "maybe" ? 1 : 0);
        plan.Findings.Of(Rules.DeprecatedName).Should().HaveCount(variable == "BUNDLE_DEBUG" ? 1 : 0);
    }

    [Fact]
    public void A_start_that_is_described_tells_information_too()
    {
        var quiet = new Scenario { MinimumSeverity = Severity.Warning }.Variable("ORTHANC__DICOMWEB__ROOT", "/x/");
        quiet.Plan().Findings.Of(Rules.InexactName).Should().BeEmpty();
        quiet.Variable("VERBOSE_STARTUP", "true").Plan().Findings.Of(Rules.InexactName).Should().ContainSingle();
    }

    [Fact]
    public void Without_a_user_nobody_starts()
    {
        var plan = new Scenario().Plan();

        var finding = plan.Findings.Only(Rules.NoUsers);
        finding.Severity.Should().Be(Severity.Error);
        finding.Setting.Should().Be("RegisteredUsers");
        finding.Remedy.Should().Contain("ORTHANC_PASSWORD");
        plan.IsRefused.Should().BeTrue();
        plan.IsReadable.Should().BeTrue();
    }

    [Theory]
    [InlineData("{\"RegisteredUsers\": {}}", true)]
    [InlineData("{\"RegisteredUsers\": {\"a\": \"b\"}}", false)]
    [InlineData("{\"RemoteAccessAllowed\": false}", false)]
    [InlineData("{\"AuthenticationEnabled\": false}", false)]
    [InlineData("{\"HttpServerEnabled\": false}", false)]
    [InlineData("{\"AuthenticationEnabled\": true, \"RemoteAccessAllowed\": true, \"RegisteredUsers\": null}", true)]
    public void A_user_is_needed_for_remote_access_with_authentication(string text, bool isRefused)
    {
        var plan = new Scenario().File(text).Plan();

        plan.Findings.Of(Rules.NoUsers).Should().HaveCount(isRefused ? 1 : 0);
        plan.IsRefused.Should().Be(isRefused);
    }

    [Fact]
    public void Strict_turns_warnings_into_errors()
    {
        var scenario = new Scenario().Variable("ORTHANC_PASSWORD", "pw").Variable("DICOM_AET", "AET");
        scenario.Plan().Findings.Should().Contain(finding => finding.Severity == Severity.Warning);
        scenario.Plan().IsRefused.Should().BeFalse();
        scenario.IsStrict = true;
        scenario.Plan().IsRefused.Should().BeTrue();
        new Scenario { IsStrict = true }.Variable("ORTHANC_PASSWORD", "pw").Variable("ORTHANC__DICOMWEB__ROOT", "/x/").Plan()
            .IsRefused.Should().BeFalse("information is no warning");
    }

    [Fact]
    public void The_same_request_gives_the_same_plan()
    {
        var scenario = new Scenario { IsLaunch = true }
            .AllLibraries()
            .File("{\"Name\": \"$A\", \"DicomWeb\": {\"Root\": \"/x/\", \"Root\": \"/y/\"}, \"naem\": 1}")
            .File("{\"Name\": x}", "/etc/orthanc/z.json")
            .SecretFile("{\"PostgreSQL\": {\"Host\": \"db\"}}")
            .Variable("ORTHANC__DICOMWEB__ROOT", "/z/")
            .Variable("PG_PORT", "many")
            .Variable("TRACE_ENABLED", "1")
            .Secret("ORTHANC__REGISTERED_USERS", "{\"a\": 1}");
        var request = scenario.Request();

        var one = LaunchPlanner.Plan(request);
        var two = LaunchPlanner.Plan(request);
        var three = scenario.Plan();

        foreach (var other in (LaunchPlan[])[two, three])
        {
            other.Output().Should().Be(one.Output());
            other.Findings.AllTexts().Should().Be(one.Findings.AllTexts());
            other.Exec.Arguments.Should().Equal(one.Exec.Arguments);
            other.Installation.NewLinks.Should().Equal(one.Installation.NewLinks);
            other.Plugins.Select(state => (state.Plugin.Name, state.IsEnabled, state.Reason))
                .Should().Equal(one.Plugins.Select(state => (state.Plugin.Name, state.IsEnabled, state.Reason)));
            other.Layers.Select(layer => layer.Source.Description).Should().Equal(one.Layers.Select(layer => layer.Source.Description));
        }
    }

    [Fact]
    public void Layers_tell_what_each_source_says()
    {
        var plan = new Scenario()
            .File("{\"DicomWeb\": {\"Root\": \"/a/\"}}")
            .Variable("ORTHANC__DICOM_WEB", "{\"Root\": \"/b/\"}")
            .Variable("ORTHANC__DICOM_WEB__ROOT", "/c/")
            .Plan();

        plan.Layers.Select(layer => $"{layer.Source.Description} {layer.ValueOf(["DicomWeb", "Root"])}")
            .Should().Equal(
                "/etc/orthanc/orthanc.json \"/a/\"", "environment variable ORTHANC__DICOM_WEB \"/b/\"",
                "environment variable ORTHANC__DICOM_WEB__ROOT \"/c/\"");
        plan.Layers[0].ValueOf(["DicomWeb", "Ssl"]).Exists.Should().BeFalse();
        plan.Layers[2].ValueOf(["DicomWeb"]).Exists.Should().BeFalse();
        plan.Layers[2].ValueOf(["DicomWeb", "Host"]).Exists.Should().BeFalse();
        plan.Configuration.Find("DicomWeb", "Root").Value.Source.Name.Should().Be("ORTHANC__DICOM_WEB__ROOT");
        plan.Configuration.Find("DicomWeb", "Root", "Below").Exists.Should().BeFalse();
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Any_bytes_in_files_secrets_and_variables_give_findings_and_no_exception(int seed)
    {
        string[] valid =
        [
            "{\n  // users\n  \"RegisteredUsers\": { \"alice\": \"${PW:-secret}\", \"bob\": 12 },\n"
                + "  \"Name\": \"\\u00e9\\ud83d\\ude00 $NAME\",\n  \"HttpPort\": ${PORT:-8042},\n}\n",
            "{\"DicomModalities\": {\"a\": [\"A\", \"h\", 104], \"b\": {\"AET\": \"B\", \"Host\": \"h\", \"Port\": 1e2}}, "
                + "/* c */ \"DicomWeb\": {\"Servers\": {\"x\": [\"http://u:p@h/\", \"u\", \"p\"]}}}",
            "{\"PostgreSQL\": {\"Host\": \"db\", \"Password\": \"p\", \"Port\": null}, \"Plugins\": [\"/a\", [true, false, {}]], "
                + "\"Plugins\": [], \"\\u0041\": {\"k\": -0.5, \"k\": 1}}",
            "{\"$schema\": \"x\", \"${A${B:-c}}\": \"\\$x\", \"Warnings\": {\"W001_TagsBeingReadFromStorage\": false}, "
                + "\"type\": \"service_account\"}",
        ];
        byte[] telling = [.. "\"'\\/*{}[]:,$-0.eEtfn \r\n\t#"u8, 0x00, 0x7F, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF];
        var random = new Random(seed);
        for (var i = 0; i < 750; i++)
        {
            var content = new List<byte>(Scenario.Utf8(valid[random.Next(valid.Length)]));
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--)
            {
                Mutate(content, telling, random);
            }

            byte[] bytes = [.. content];
            var text = System.Text.Encoding.UTF8.GetString(bytes);
            var plan = CatchAll(() => new Scenario()
                .File(bytes)
                .SecretFile(text)
                .Variable("ORTHANC_JSON", text)
                .Variable("ORTHANC__REGISTERED_USERS", text)
                .Variable("ORTHANC__DICOM_WEB__SERVERS", text)
                .Variable("ORTHANC__MINE", text)
                .Variable("NAME", text)
                .Secret("ORTHANC__LUA_SCRIPTS", bytes)
                .Secret("ORTHANC_PASSWORD", bytes)
                .Plan(), text);

            using (var output = JsonDocument.Parse(plan.Output(), new JsonDocumentOptions { MaxDepth = 300 }))
            {
                output.RootElement.ValueKind.Should().Be(JsonValueKind.Object);
            }

            new ConfigurationRenderer(new SecretRules(plan.Catalogue)).ToMaskedJson(plan.Configuration).Length.Should().BePositive();
            foreach (var finding in plan.Findings)
            {
                finding.Message.Should().NotBeNullOrWhiteSpace();
                if (finding.Rule == Rules.InvalidJson && finding.Place is { Source.IsFile: true } place)
                {
                    place.Line.Should().BeInRange(1, 1 + bytes.Count(b => b == '\n'));
                    place.Column.Should().BeInRange(1, bytes.Length + 1);
                }
            }
        }
    }

    private static void Mutate(List<byte> content, byte[] telling, Random random)
    {
        var at = random.Next(content.Count + 1);
        switch (random.Next(6))
        {
            case 0 when at < content.Count:
                content.RemoveAt(at);
                break;
            case 1 when at < content.Count:
                content[at] = telling[random.Next(telling.Length)];
                break;
            case 2:
                content.RemoveRange(at, content.Count - at);
                content.Add((byte)'\n');
                break;
            case 3:
                content.InsertRange(at, content.GetRange(at, Math.Min(random.Next(30), content.Count - at)));
                break;
            case 4:
                content.InsertRange(at, random.Next(2) == 0 ? "\\ud800"u8.ToArray() : "${X:?y}"u8.ToArray());
                break;
            default:
                content.Insert(at, telling[random.Next(telling.Length)]);
                break;
        }
    }

    private static LaunchPlan CatchAll(Func<LaunchPlan> plan, string text)
    {
        try
        {
            return plan();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{exception.GetType().Name} for {JsonSerializer.Serialize(text)}", exception);
        }
    }
}
