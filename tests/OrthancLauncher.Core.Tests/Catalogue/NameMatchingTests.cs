using System.Text;
using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Tests.Catalogue;

public sealed class NameMatchingTests
{
    [Theory]
    [InlineData("", "HTTPS_CA_CERTIFICATES", "HttpsCACertificates")]
    [InlineData("", "POSTGRESQL", "PostgreSQL")]
    [InlineData("", "DICOMWEB", "DicomWeb")]
    [InlineData("", "Dicom_Web", "DicomWeb")]
    [InlineData("", "DicomWeb", "DicomWeb")]
    [InlineData("STL", "3DHOP", "3DHOP")]
    [InlineData("STL", "3_D_H_O_P", "3DHOP")]
    [InlineData("Warnings", "W001_TAGS_BEING_READ_FROM_STORAGE", "W001_TagsBeingReadFromStorage")]
    [InlineData("Warnings", "W001TAGSBEINGREADFROMSTORAGE", "W001_TagsBeingReadFromStorage")]
    [InlineData("OrthancExplorer2.UiOptions.CustomButtons", "BULK_STUDIES", "bulk-studies")]
    [InlineData("OrthancExplorer2.UiOptions.CustomButtons", "BULKSTUDIES_", "bulk-studies")]
    public void Case_underscores_and_hyphens_do_not_count(string section, string segment, string name)
    {
        var match = SettingsCatalogue.BuiltIn.Find(section).MatchIgnoringCaseAndUnderscores(segment, out var ambiguous);

        match.Name.Should().Be(name);
        ambiguous.Should().BeFalse();
    }

    [Theory]
    [InlineData("DICOM_WE")]
    [InlineData("DICOM_WEBB")]
    [InlineData("")]
    [InlineData("_")]
    public void Other_names_do_not_match(string segment)
    {
        SettingsCatalogue.BuiltIn.Root.MatchIgnoringCaseAndUnderscores(segment, out var ambiguous).Exists.Should().BeFalse();
        ambiguous.Should().BeFalse();
    }

    [Fact]
    public void Keys_that_the_user_chooses_are_not_matched()
    {
        SettingsCatalogue.BuiltIn.Find("RegisteredUsers").MatchIgnoringCaseAndUnderscores("ALICE", out _).Exists.Should().BeFalse();
    }

    [Theory]
    [InlineData("OrthancPeers.*")]
    [InlineData("DicomWeb.Servers.*")]
    [InlineData("OrthancExplorer2.Emails.Server")]
    public void The_current_name_wins_over_a_deprecated_one(string section)
    {
        var match = SettingsCatalogue.BuiltIn.Find(section).MatchIgnoringCaseAndUnderscores("URL", out var ambiguous);

        match.Name.Should().Be("Url");
        ambiguous.Should().BeFalse();
    }

    [Theory]
    [InlineData("false", "false")]
    [InlineData("true", "true")]
    public void Equal_rivals_are_ambiguous(string firstDeprecated, string secondDeprecated)
    {
        var schema = $$"""
            {
              "properties": {
                "AbC": { "deprecated": {{firstDeprecated}} },
                "ABC": { "deprecated": {{secondDeprecated}} }
              }
            }
            """;
        var root = SettingsCatalogue.FromSchema(Encoding.UTF8.GetBytes(schema)).Root;

        root.MatchIgnoringCaseAndUnderscores("A_BC", out var ambiguous).Exists.Should().BeFalse();
        ambiguous.Should().BeTrue();
    }

    [Fact]
    public void Every_current_setting_is_matched_by_its_own_name()
    {
        foreach (var (path, definition) in SettingsCatalogue.BuiltIn.All()
            .Append(new CatalogueEntry(string.Empty, SettingsCatalogue.BuiltIn.Root)))
        {
            foreach (var child in definition.Children.Where(child => !child.IsDeprecated))
            {
                var match = definition.MatchIgnoringCaseAndUnderscores(child.Name.ToUpperInvariant(), out var ambiguous);

                match.Should().Be(child, "{0}.{1} is unique", path, child.Name);
                ambiguous.Should().BeFalse();
            }
        }
    }

    [Fact]
    public void Names_that_do_not_decode_back_are_matched()
    {
        foreach (var row in Facts.Read("variable-names.tsv"))
        {
            var expected = SettingsCatalogue.BuiltIn.Find(row["path"]);
            expected.Exists.Should().BeTrue(row["path"]);
            var found = SettingsCatalogue.BuiltIn.Root;
            foreach (var segment in row["variable"].Split("__").Skip(1))
            {
                found = found.MatchIgnoringCaseAndUnderscores(segment, out var ambiguous);
                ambiguous.Should().BeFalse(row["path"]);
            }

            found.Should().Be(
                expected.ReplacedBy is { } current && found != expected ? SettingsCatalogue.BuiltIn.Find(current) : expected,
                row["path"]);
        }
    }
}
