using System.Globalization;
using OrthancLauncher.Core.Explaining;

namespace OrthancLauncher.Reports;

/// <summary>What is known of a setting whatever its value, as label and text.</summary>
internal static class SettingRows
{
    public static IEnumerable<(string Label, string Text)> Of(SettingExplanation setting) =>
        All(setting).Where(row => !string.IsNullOrEmpty(row.Text)).Select(row => (row.Label, row.Text!));

    private static IEnumerable<(string Label, string? Text)> All(SettingExplanation setting)
    {
        var facts = setting.Facts;
        var meaning = facts.Meaning is null ? "" : $" ({facts.Meaning})";
        yield return ("Type", facts.IsKnown ? facts.Type + meaning : "not known to Orthanc or its plugins");
        yield return ("Each entry", facts.Entries?.Summary);
        yield return ("Range", facts.Range);
        yield return (
            "Length", facts.MaxLength is { } longest ? string.Create(CultureInfo.InvariantCulture, $"at most {longest} characters") : null);
        yield return (
            "Allowed",
            string.Join(
                ", ", facts.AllowedValues.Select(value => facts.DeprecatedValues.Contains(value) ? $"{value} (deprecated)" : value)));
        var positions = (facts.Entries ?? facts).Positions;
        for (var index = 0; index < positions.Count; index++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"[{index}]"), positions[index].Summary);
        }

        yield return ("Variable", setting.Variable);
        yield return ("Read by", string.Join(", ", facts.Components));
        yield return ("Since", facts.Since);
        yield return ("Also", string.Join(", ", facts.Aliases));
        yield return ("Deprecated", !facts.IsDeprecated ? null : facts.ReplacedBy is null ? "yes" : $"use {facts.ReplacedBy}");
    }
}
