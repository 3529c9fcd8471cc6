using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Explaining;

namespace OrthancLauncher.Core.Tests.Explaining;

public sealed class SettingFactsTests
{
    [Theory]
    [InlineData("HttpPort", "integer (port), 0 to 65535")]
    [InlineData("DicomAet", "string (AET), at most 16 characters")]
    [InlineData("RegisteredUsers", "map of string")]
    [InlineData("DicomWeb", "object")]
    [InlineData("DicomModalities", "map of array or object")]
    [InlineData("DicomModalities.*.[2]", "integer or string (port), 1 to 65534")]
    [InlineData("DicomWeb.StudiesMetadata", "string, one of Full, MainDicomTags, Extrapolate")]
    [InlineData("MaximumStorageSize", "integer, 0 to 2147483647 MB")]
    [InlineData("LuaScripts", "array of string")]
    public void What_is_taken_fits_into_a_line(string path, string summary) =>
        SettingFacts.Of(SettingsCatalogue.BuiltIn.Find(path)).Summary.Should().StartWith(summary);

    [Fact]
    public void A_deprecated_setting_names_its_successor()
    {
        var definition = SettingsCatalogue.BuiltIn.All().First(entry => entry.Definition is { IsDeprecated: true, ReplacedBy: not null })
            .Definition;

        SettingFacts.Of(definition).Should().BeEquivalentTo(new { IsDeprecated = true, definition.ReplacedBy });
    }

    [Fact]
    public void An_unknown_setting_has_no_facts() => SettingFacts.Of(default).Should().BeSameAs(SettingFacts.Unknown);
}
