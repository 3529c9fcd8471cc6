using System.Text.RegularExpressions;
using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Tests.Catalogue;

public sealed class CatalogueFactsTests
{
    // Values that the table mentions in its notes only: former manufacturers and plurals of levels.
    private static readonly string[] PathsWithMoreValues =
    [
        "DicomModalities.*.[3]",
        "DicomModalities.*.Manufacturer",
        "MultitenantDicom.Servers.[].LabelsStoreLevels",
    ];

    [Fact]
    public void The_catalogue_says_what_the_table_of_settings_says()
    {
        var rows = Facts.Read("settings.tsv");
        var all = SettingsCatalogue.BuiltIn.All().ToDictionary(setting => setting.Path, setting => setting.Definition);

        rows.Select(row => row["path"]).Should().NotBeEmpty().And.BeSubsetOf(all.Keys);
        var differences = rows.SelectMany(row => Differences(row, all[row["path"]])).ToList();
        differences.Should().BeEmpty();
    }

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> row, SettingDefinition definition)
    {
        foreach (var (column, actual) in Describe(row, definition))
        {
            if (actual != row[column])
            {
                yield return $"{row["path"]}: {column} is '{actual}' and not '{row[column]}'";
            }
        }

        if (row["kind"] == "aet" && definition.MaxLength != 16)
        {
            yield return $"{row["path"]}: length is limited to {definition.MaxLength}";
        }
    }

    private static IEnumerable<(string Column, string Actual)> Describe(
        IReadOnlyDictionary<string, string> row,
        SettingDefinition definition)
    {
        yield return ("type", DescribeTypes(row["type"], definition));
        yield return ("default", definition.DefaultJson ?? string.Empty);
        yield return ("values", DescribeValues(row, definition));
        yield return ("component", definition.Component ?? string.Empty);
        yield return ("since", definition.Since ?? string.Empty);
        yield return ("secret", definition.IsSecret ? "yes" : string.Empty);
        yield return ("kind", definition.Kind ?? string.Empty);
        yield return ("deprecated", definition.ReplacedBy ?? (definition.IsDeprecated ? "yes" : string.Empty));
    }

    /// <summary>The types in the table's words, in its order as far as they agree.</summary>
    private static string DescribeTypes(string expected, SettingDefinition definition)
    {
        if (definition.Types == SettingTypes.Any)
        {
            return "any";
        }

        var actual = new List<string>();
        foreach (var type in Enum.GetValues<SettingTypes>())
        {
            if (type is SettingTypes.None or SettingTypes.Any || !definition.Types.HasFlag(type))
            {
                continue;
            }

            var element = definition.Element;
            actual.Add(type switch
            {
                SettingTypes.Array when element.Exists && (element.Types & (SettingTypes.Array | SettingTypes.Object)) == 0 =>
                    element.Types.ToString().ToLowerInvariant() + "[]",
                SettingTypes.Object when definition.IsMap && !expected.Split('|').Contains("object") => "map",
                _ => type.ToString().ToLowerInvariant(),
            });
        }

        return string.Join('|', expected.Split('|').Where(actual.Contains).Concat(actual.Except(expected.Split('|'))));
    }

    private static string DescribeValues(IReadOnlyDictionary<string, string> row, SettingDefinition definition)
    {
        if (row["type"] == "map")
        {
            return DescribeTypes(row["values"], definition.Wildcard);
        }

        var value = definition.Types == SettingTypes.Array ? definition.Element : definition;
        if (value.Minimum is not null || value.Maximum is not null)
        {
            return $"{value.Minimum}..{value.Maximum}";
        }

        var values = string.Join('|', value.AllowedValues);
        return PathsWithMoreValues.Contains(row["path"]) ? Regex.Match(values, "^" + Regex.Escape(row["values"])).Value : values;
    }
}
