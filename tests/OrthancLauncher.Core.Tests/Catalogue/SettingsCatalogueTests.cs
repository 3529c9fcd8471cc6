using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Catalogue;

public sealed class SettingsCatalogueTests
{
    private static readonly SettingsCatalogue Catalogue = SettingsCatalogue.BuiltIn;

    private static readonly string Schema = Path.Combine(Repository.Root, "defaults", "orthanc.schema.json");

    [Fact]
    public void The_embedded_catalogue_is_the_compiled_schema()
    {
        var compiled = CatalogueCompiler.Compile(File.ReadAllBytes(Schema));

        CatalogueData.Bytes.SequenceEqual(compiled).Should().BeTrue("the build compiles the schema");
    }

    [Fact]
    public void The_embedded_schema_is_the_file()
    {
        SettingsCatalogue.SchemaJson.Span.SequenceEqual(File.ReadAllBytes(Schema)).Should().BeTrue();
        Catalogue.Schema.Span.SequenceEqual(SettingsCatalogue.SchemaJson.Span).Should().BeTrue();
    }

    [Theory]
    [InlineData("Name", SettingTypes.String)]
    [InlineData("HttpPort", SettingTypes.Integer)]
    [InlineData("StorageCompression", SettingTypes.Boolean)]
    [InlineData("LuaScripts", SettingTypes.Array)]
    [InlineData("RegisteredUsers", SettingTypes.Object)]
    [InlineData("OverwriteInstances", SettingTypes.String | SettingTypes.Boolean)]
    [InlineData("AcceptedTransferSyntaxes", SettingTypes.String | SettingTypes.Array)]
    [InlineData("OrthancExplorer2.UiOptions.DefaultLanguage", SettingTypes.String | SettingTypes.Null)]
    [InlineData("DicomModalities.*", SettingTypes.Array | SettingTypes.Object)]
    [InlineData("DicomModalities.*.[2]", SettingTypes.Integer | SettingTypes.String)]
    [InlineData("StoneWebViewer.WindowingPresets.[].WindowCenter", SettingTypes.Number)]
    [InlineData("OrthancExplorer2.UiOptions.CustomButtons.study.[].Payload", SettingTypes.Any)]
    [InlineData("$schema", SettingTypes.String)]
    [InlineData("", SettingTypes.Object)]
    public void Types_are_those_of_the_schema(string path, object types)
    {
        Catalogue.Find(path).Types.Should().Be((SettingTypes)types);
    }

    [Theory]
    [InlineData("HttpPort", "8042")]
    [InlineData("Name", "\"MyOrthanc\"")]
    [InlineData("Plugins", "[]")]
    [InlineData("DicomModalities", "{}")]
    [InlineData("MultitenantDicom.Servers.[].LabelsStoreLevels", "[\"Study\",\"Series\",\"Instance\"]")]
    [InlineData("OrthancExplorer2.UiOptions.DefaultLanguage", "null")]
    [InlineData("DicomModalities.*.[3]", "\"Generic\"")]
    [InlineData("IndexDirectory", null)]
    public void Defaults_are_compact_json(string path, string? json)
    {
        Catalogue.Find(path).DefaultJson.Should().Be(json);
    }

    [Theory]
    [InlineData("HttpPort", 0L, 65535L)]
    [InlineData("DicomModalities.*.Port", 1L, 65534L)]
    [InlineData("DicomModalities.*.Timeout", 0L, 4294967295L)]
    [InlineData("Name", null, null)]
    [InlineData("UserContentType.*", 1024L, 65535L)]
    public void Ranges_are_known(string path, long? minimum, long? maximum)
    {
        Catalogue.Find(path).Minimum.Should().Be(minimum);
        Catalogue.Find(path).Maximum.Should().Be(maximum);
    }

    [Theory]
    [InlineData("DicomAet", 16)]
    [InlineData("DicomModalities.*.[0]", 16)]
    [InlineData("DicomModalities.*.LocalAet", 16)]
    [InlineData("MultitenantDicom.Servers.[].AET", 16)]
    [InlineData("Name", null)]
    public void Application_entity_titles_are_limited_in_length(string path, int? maxLength)
    {
        Catalogue.Find(path).MaxLength.Should().Be(maxLength);
    }

    [Theory]
    [InlineData("PostgreSQL.Password", true)]
    [InlineData("RegisteredUsers", true)]
    [InlineData("RegisteredUsers.*", true)]
    [InlineData("OrthancPeers.*.[2]", true)]
    [InlineData("DicomWeb.Servers.*.HttpHeaders.*", true)]
    [InlineData("OrthancPeers.*.[1]", false)]
    [InlineData("PostgreSQL.Username", false)]
    public void Secrets_are_known(string path, bool isSecret)
    {
        Catalogue.Find(path).IsSecret.Should().Be(isSecret);
    }

    [Theory]
    [InlineData("RejectSopClasses", true, "RejectedSopClasses")]
    [InlineData("OrthancPeers.*.URL", true, "OrthancPeers.*.Url")]
    [InlineData("LuaOptions", true, null)]
    [InlineData("RejectedSopClasses", false, null)]
    public void Deprecated_settings_are_known(string path, bool isDeprecated, string? replacedBy)
    {
        Catalogue.Find(path).IsDeprecated.Should().Be(isDeprecated);
        Catalogue.Find(path).ReplacedBy.Should().Be(replacedBy);
    }

    [Theory]
    [InlineData("SslCertificate", "path-file")]
    [InlineData("StorageDirectory", "path-dir")]
    [InlineData("LuaScripts", "path-file")]
    [InlineData("LuaScripts.[]", "path-file")]
    [InlineData("HttpPort", "port")]
    [InlineData("HttpBindAddresses.[]", "host")]
    [InlineData("DicomModalities.*.AET", "aet")]
    [InlineData("DicomWeb.Servers.*.Url", "url")]
    [InlineData("AcceptedSopClasses", "uid")]
    [InlineData("Plugins", null)]
    public void Kinds_are_known_for_lists_and_their_elements(string path, string? kind)
    {
        Catalogue.Find(path).Kind.Should().Be(kind);
    }

    [Theory]
    [InlineData("Name", "0.2.3", "Orthanc")]
    [InlineData("DicomModalities.*.RetrieveMethod", "1.12.6", "Orthanc")]
    [InlineData("Worklists.LogMatchedWorklistIds", "mainline", "Worklists")]
    [InlineData("OrthancPeers.*.RemoteSelf", null, "Transfers")]
    [InlineData("OHIF.DataSource", null, "Ohif")]
    [InlineData("WebViewer", null, "OrthancWebViewer|OsimisWebViewerBasic|OsimisWebViewerBasicAlpha")]
    [InlineData("WebViewer.CacheSize", null, "OrthancWebViewer")]
    [InlineData("WebViewer.WindowingBehaviour.left", null, "OsimisWebViewerBasic|OsimisWebViewerBasicAlpha")]
    public void Origin_is_known(string path, string? since, string component)
    {
        Catalogue.Find(path).Component.Should().Be(component);
        if (since is not null)
        {
            Catalogue.Find(path).Since.Should().Be(since);
        }
    }

    [Theory]
    [InlineData("MaximumStorageSize", "MB")]
    [InlineData("MaximumRequestBodySizeMB", "MB")]
    [InlineData("QueryRetrieveSize", null)]
    public void Units_are_known(string path, string? unit)
    {
        Catalogue.Find(path).Unit.Should().Be(unit);
    }

    [Fact]
    public void Allowed_values_are_compared_exactly()
    {
        var mode = Catalogue.Find("MaximumStorageMode");

        mode.AllowedValues.Should().Equal("Recycle", "Reject");
        mode.IgnoreCase.Should().BeFalse();
        mode.Allows("Reject").Should().BeTrue();
        mode.Allows("reject").Should().BeFalse();
        mode.Allows(string.Empty).Should().BeFalse();
    }

    [Theory]
    [InlineData("DefaultEncoding", "latin1", "Latin9")]
    [InlineData("Authorization.CheckedLevel", "STUDIES", "image")]
    [InlineData("Authorization.UncheckedLevels.[]", "System", "systems")]
    [InlineData("Authorization.Permissions.[].[0]", "GET", "HEAD")]
    [InlineData("Authorization.ExtraPermissions.[].[0]", "Delete", "PATCH")]
    [InlineData("MultitenantDicom.Servers.[].LabelsStoreLevels.[]", "instances", "System")]
    public void Some_values_are_compared_without_case(string path, string allowed, string refused)
    {
        var setting = Catalogue.Find(path);

        setting.IgnoreCase.Should().BeTrue();
        setting.Allows(allowed).Should().BeTrue();
        setting.Allows(refused).Should().BeFalse();
    }

    [Fact]
    public void Every_value_is_allowed_where_none_is_listed()
    {
        Catalogue.Find("Name").AllowedValues.Should().BeEmpty();
        Catalogue.Find("Name").Allows("anything").Should().BeTrue();
    }

    [Fact]
    public void A_union_lists_texts_only()
    {
        Catalogue.Find("OverwriteInstances").AllowedValues.Should().Equal("Never", "Always", "IfChanged");
        Catalogue.Find("OrthancExplorer2.UiOptions.DefaultLanguage").AllowedValues.Should().Contain("zh").And.NotContainNulls();
    }

    [Theory]
    [InlineData("DicomModalities.*.[3]")]
    [InlineData("DicomModalities.*.Manufacturer")]
    public void Former_manufacturers_are_allowed_but_deprecated(string path)
    {
        var manufacturer = Catalogue.Find(path);

        manufacturer.DeprecatedValues.Should()
            .Equal("AgfaImpax", "SyngoVia", "EFilm2", "MedInria", "ClearCanvas", "Dcm4Chee");
        manufacturer.Allows("EFilm2").Should().BeTrue();
        manufacturer.IsDeprecatedValue("EFilm2").Should().BeTrue();
        manufacturer.IsDeprecatedValue("GE").Should().BeFalse();
        manufacturer.AllowedValues.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Fixed_keys_go_before_chosen_ones()
    {
        var server = Catalogue.Find("DicomWeb.Servers.pacs");

        server.IsMap.Should().BeTrue();
        server.Child("Url").Types.Should().Be(SettingTypes.String);
        server.Child("HasDelete").DefaultJson.Should().Be("false");
        server.Child("MyProperty").Should().Be(server.Wildcard);
        server.Child("url").Should().Be(server.Wildcard);
        server.FixedChild("MyProperty").Exists.Should().BeFalse();
        server.Position(0).Kind.Should().Be("url");
        server.Position(2).IsSecret.Should().BeTrue();
        server.Position(3).Exists.Should().BeFalse();
    }

    [Theory]
    [InlineData("ServeFolders", "Folders", "/x")]
    [InlineData("JobsEngineThreadsCount", "ResourceModification", "Archive")]
    public void Objects_can_have_fixed_and_chosen_keys(string path, string fixedKey, string chosenKey)
    {
        var section = Catalogue.Find(path);

        section.Child(fixedKey).Name.Should().Be(fixedKey);
        section.Child(chosenKey).Name.Should().Be("*");
    }

    [Fact]
    public void Names_of_levels_of_extra_tags_are_compared_without_case_and_may_be_plurals()
    {
        var tags = Catalogue.Find("ExtraMainDicomTags");

        tags.IgnoreCase.Should().BeTrue();
        tags.Child("Study").Name.Should().Be("Study");
        tags.Child("studies").Should().Be(tags.Child("Study"));
        tags.Child("INSTANCES").Aliases.Should().Equal("Instances", "Image", "Images");
        tags.Child("Systems").Exists.Should().BeFalse();
    }

    [Fact]
    public void Names_are_exact_elsewhere()
    {
        Catalogue.Find("name").Exists.Should().BeFalse();
        Catalogue.Find("Nam").Exists.Should().BeFalse();
        Catalogue.Find("Names").Exists.Should().BeFalse();
        Catalogue.Find("DicomWeb.Root.Below").Exists.Should().BeFalse();
    }

    [Fact]
    public void Paths_can_be_given_as_segments()
    {
        Catalogue.Find(["DicomModalities", "my.pacs", "[0]"]).Kind.Should().Be("aet");
        Catalogue.Find(["DicomModalities", "my.pacs", "[4]"]).Exists.Should().BeFalse();
        Catalogue.Find(["RegisteredUsers", "[0]"]).Should().Be(Catalogue.Find("RegisteredUsers.*"), "it is a key where no array can be");
        Catalogue.Find([]).Should().Be(Catalogue.Root);
    }

    [Fact]
    public void A_setting_that_is_not_known_has_no_facts()
    {
        SettingDefinition unknown = default;

        unknown.Should().Be(Catalogue.Find("Nonsense"));
        unknown.Exists.Should().BeFalse();
        unknown.Name.Should().BeEmpty();
        unknown.Types.Should().Be(SettingTypes.None);
        unknown.DefaultJson.Should().BeNull();
        unknown.Minimum.Should().BeNull();
        unknown.AllowedValues.Should().BeEmpty();
        unknown.Allows("x").Should().BeTrue();
        unknown.Children.Should().BeEmpty();
        unknown.Child("x").Exists.Should().BeFalse();
        unknown.Position(1).Exists.Should().BeFalse();
        unknown.MatchIgnoringCaseAndUnderscores("X", out var ambiguous).Exists.Should().BeFalse();
        ambiguous.Should().BeFalse();
    }

    [Fact]
    public void Every_path_is_found_again()
    {
        var all = Catalogue.All().ToList();

        all.Select(setting => setting.Path).Should().OnlyHaveUniqueItems().And.NotContain("$schema").And.NotContain("LuaScripts.[]");
        foreach (var (path, definition) in all)
        {
            Catalogue.Find(path).Should().Be(definition, path);
            Catalogue.Find(path.Split('.')).Should().Be(definition, path);
            path.Should().EndWith(definition.Name);
        }
    }

    [Fact]
    public void Replacements_of_deprecated_settings_exist()
    {
        var replacements = Catalogue.All().Select(setting => setting.Definition.ReplacedBy).OfType<string>().Distinct();

        replacements.Where(path => !Catalogue.Find(path).Exists).Should().BeEmpty();
    }

    [Fact]
    public void Settings_come_in_the_order_of_the_schema()
    {
        Catalogue.Root.Children.Take(4).Select(child => child.Name)
            .Should().Equal("$schema", "Name", "StorageDirectory", "IndexDirectory");
        Catalogue.All().Select(setting => setting.Path).Where(path => path.StartsWith("Worklists", StringComparison.Ordinal)).Take(4)
            .Should().Equal("Worklists", "Worklists.Enable", "Worklists.Directory", "Worklists.Database");
    }

    [Fact]
    public void Children_beyond_the_last_are_refused()
    {
        var beyond = () => Catalogue.Root.ChildAt(Catalogue.Root.ChildCount);
        var negative = () => Catalogue.Root.Position(-1);

        beyond.Should().Throw<ArgumentOutOfRangeException>();
        negative.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        string[] segments = ["DicomModalities", "pacs", "[2]"];
        var found = LookUp(segments);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repetition = 0; repetition < 100; repetition++)
        {
            found &= LookUp(segments);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        found.Should().BeTrue();
        allocated.Should().Be(0);
    }

    private static bool LookUp(string[] segments)
    {
        var language = Catalogue.Find("OrthancExplorer2.UiOptions.DefaultLanguage");
        return language.Exists
            && language.Allows("en")
            && language.Types != SettingTypes.None
            && Catalogue.Find(segments).Maximum == 65534
            && Catalogue.Find("ExtraMainDicomTags.studies").Exists
            && Catalogue.Root.MatchIgnoringCaseAndUnderscores("WORKLISTS", out _).Exists
            && !Catalogue.Find("No.Such.Setting").Exists;
    }
}
