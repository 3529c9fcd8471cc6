using System.Buffers.Text;
using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Core.Checks;

/// <summary>Compares strings and numbers with the values, lengths and ranges that their settings accept.</summary>
internal static class LimitCheck
{
    /// <summary>From this number of megabytes on (1 TB) in memory or in one request somebody probably wrote bytes.</summary>
    private const long SuspiciousMegabytes = 1_048_576;

    /// <summary>The same for what is stored (256 TB).</summary>
    private const long SuspiciousStorage = 268_435_456;

    private const int ValuesListed = 20;

    public static void RunOnText(CheckContext context, JsonValue value, string text, SettingDefinition definition)
    {
        if (!definition.Allows(text))
        {
            var allowed = definition.AdvisedValues.ToList();
            var nearest = allowed.Count > 4 ? Spelling.Nearest(text, allowed) : null;
            context.Report(
                Rules.NotInEnum,
                TypeSeverity.Of(definition, Deviations.Value),
                value.Place,
                $"{context.Path} is not a recognised value",
                ListOf(definition) + (nearest is null ? "" : $"; did you mean {nearest}?"));
        }
        else if (definition.MissingSince(text) is { } since)
        {
            var message =
                $"Orthanc {context.Version} does not know the value \"{text}\" of {context.Path}, which came with Orthanc {since}";
            context.Report(
                Rules.NotInThisVersion,
                TypeSeverity.Of(definition, Deviations.Value),
                value.Place,
                message,
                $"write another value, or use Orthanc {since}");
        }
    }

    /// <summary>Which values to write.</summary>
    public static string ListOf(SettingDefinition definition)
    {
        var allowed = definition.AdvisedValues.ToList();
        var rest = allowed.Count - ValuesListed;
        return $"write one of {string.Join(", ", allowed.Take(ValuesListed))}{(rest > 0 ? $" and {rest} more" : "")}";
    }

    /// <summary>Whether not every number is right for a setting.</summary>
    public static bool Limits(SettingDefinition definition) =>
        (definition.Minimum ?? definition.Maximum) is not null || definition.Unit is not null;

    public static void RunOnNumber(CheckContext context, JsonValue value, SettingDefinition definition)
    {
        var (minimum, maximum, unit) = (definition.Minimum, definition.Maximum, definition.Unit);
        var raw = value.Raw;
        // Most numbers are whole, and decimals take ten times as long.
        if (unit is null && Utf8Parser.TryParse(raw, out long whole, out var length) && length == raw.Length
            && !(whole < minimum) && !(whole > maximum))
        {
            return;
        }

        var isRepresentable = decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        var inBytes = unit == "MB" && isRepresentable
            && number >= (context.Path == "MaximumStorageSize" ? SuspiciousStorage : SuspiciousMegabytes)
                ? number % 1048576 == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"if you meant bytes, write {number / 1048576:0}")
                    : "if you meant bytes, divide by 1048576"
                : null;
        if (!isRepresentable || number < minimum || number > maximum)
        {
            var deviation = isRepresentable && number < minimum ? Deviations.Below
                : (!isRepresentable || number > int.MaxValue) && maximum <= int.MaxValue ? Deviations.Huge : Deviations.Above;
            context.Report(
                Rules.OutOfRange, TypeSeverity.Of(definition, deviation), value.Place,
                $"{context.Path} is out of range{(inBytes is null ? "" : "; it is in megabytes")}",
                inBytes ?? $"write a number from {minimum} to {maximum}");
        }
        else if (inBytes is not null)
        {
            context.Report(
                Rules.SuspiciousUnit, value.Place, $"{context.Path} is in megabytes; this value looks far too large", inBytes);
        }
    }
}
