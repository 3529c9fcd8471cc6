using System.Buffers;
using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>Checks what an entry must have and which form a string must have.</summary>
internal static class FormCheck
{
    /// <summary>From this version on Orthanc drops the spaces around an AET.</summary>
    private static readonly OrthancVersion TrimsAets = new(1, 13, 0);

    private static readonly SearchValues<byte> SimpleAetCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>Whether not every string or array is right for a setting.</summary>
    public static bool Prescribes(SettingDefinition definition) =>
        (definition.MinLength ?? definition.MaxLength) is not null || definition.Kind is "aet" or "http-url" or "port";

    public static void RunOnObject(CheckContext context, ConfigurationNode node, SettingDefinition definition)
    {
        foreach (var key in definition.RequiredKeys)
        {
            if (!node.Member(key).Exists)
            {
                Report(context, definition, Deviations.Length, CheckContext.PlaceOf(node), $"{context.Path} has no {key}",
                    $"add \"{key}\"");
            }
        }
    }

    public static void RunOnKey(CheckContext context, string name, ConfigurationNode member, SettingDefinition definition)
    {
        if (!definition.AllowsKey(name) && !context.IsUnknownName)
        {
            var remedy = definition.AllowsKey(" ") ? "leave the colon out"
                : definition.AllowsKey("0014,1020") ? "write the group and the element of a DICOM tag, for example 0014,1020"
                : "use letters, digits, - and _ only";
            Report(context, definition, Deviations.Key, CheckContext.PlaceOf(member),
                $"{context.Path} has a name that Orthanc does not allow", remedy);
        }
    }

    public static void RunOnArray(CheckContext context, JsonValue array, int count, SettingDefinition definition)
    {
        if (count < definition.MinLength || count > definition.MaxLength)
        {
            var limits = (definition.MinLength, definition.MaxLength) switch
            {
                ({ } least, { } most) when least == most => $"{least}",
                ({ } least, { } most) => $"{least} to {most}",
                ({ } least, null) => $"at least {least}",
                (_, var most) => $"at most {most}",
            };
            var elements = count == 1 ? "1 element" : $"{count} elements";
            Report(context, definition, Deviations.Length, array.Place, $"{context.Path} has {elements}, but it needs {limits}",
                ExampleOf(context.Segments) is { } example ? $"for example: {example}" : null);
        }
    }

    /// <summary>How an entry is written as an array, or null.</summary>
    public static string? ExampleOf(IReadOnlyList<string> segments) => segments switch
    {
        ["DicomModalities", _] => "[\"AET\", \"192.168.0.10\", 104]",
        ["OrthancPeers", _] or ["DicomWeb", "Servers", _] => "[\"http://192.168.0.10:8042/\"]",
        ["Dictionary", _] => "[\"LO\", \"NameOfTheTag\", 1, 1]",
        ["UserContentType", _] => "[1025, \"application/pdf\"]",
        _ => null,
    };

    public static void RunOnLineEnd(CheckContext context, JsonValue value)
    {
        if (value.Source.Kind == SourceKind.Variable && value.Raw.EndsWith("\\n\""u8) && value.GetString().EndsWith('\n'))
        {
            const string remedy = "remove it; `echo -n` and `printf` write none";
            context.Report(Rules.TrailingLineEnd, value.Place, $"{context.Path} ends in a line end", remedy);
        }
    }

    public static void RunOnText(CheckContext context, JsonValue value, SettingDefinition definition)
    {
        var kind = definition.Kind;
        if (value.IsEmptyString && definition.MinLength > 0)
        {
            Report(context, definition, Deviations.Length, value.Place, $"{context.Path} must not be empty", null);
        }
        else if (kind == "aet")
        {
            if (!IsSimpleAet(value.Raw, definition.MaxLength) && (!value.IsEmptyString || definition.DefaultJson != "\"\""))
            {
                CheckAet(context, value.GetString(), value, definition);
            }
        }
        else if (kind == "http-url" && (value.IsEmptyString || HasOtherScheme(value.GetString())))
        {
            Report(context, definition, Deviations.Form, value.Place, $"{context.Path} is not the URL of an HTTP server",
                "begin it with http:// or https://");
        }
        else if (kind == "port" && !ushort.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            var remedy = $"write a number from {definition.Minimum} to {definition.Maximum}";
            Report(context, definition, Deviations.Form, value.Place, $"{context.Path} is not a port number", remedy);
        }
    }

    /// <summary>Stores of cloud providers keep user name, password and host of a database as one JSON object.</summary>
    public static void RunOnWholeSecret(CheckContext context, JsonValue value)
    {
        if (value.Raw is not [_, (byte)'{', ..]
            || !JsonParser.TryRead(value.Source, Encoding.UTF8.GetBytes(value.GetString()), out var secret))
        {
            return;
        }

        foreach (var member in secret.Members)
        {
            if (member.Name.Equals("password", StringComparison.OrdinalIgnoreCase))
            {
                context.Report(
                    Rules.WholeSecret,
                    value.Place,
                    $"{context.Path} contains a whole JSON object with a password in it, not one value",
                    "set the value of its key alone, such as that of \"password\"; a secret store can hand it out by key");
                return;
            }
        }
    }

    private static bool HasOtherScheme(string url) =>
        url.Contains("://", StringComparison.Ordinal) && !url.StartsWith("http://", StringComparison.Ordinal)
            && !url.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Whether an AET is right as it stands in the JSON. Nearly all are, and there may be ten thousand of them.</summary>
    private static bool IsSimpleAet(ReadOnlySpan<byte> literal, int? most) =>
        literal.Length > 2 && !(literal.Length - 2 > most) && !literal[1..^1].ContainsAnyExcept(SimpleAetCharacters);

    private static void CheckAet(CheckContext context, string text, JsonValue value, SettingDefinition definition)
    {
        var aet = context.Version is { } version && version < TrimsAets ? text : text.Trim(' ');
        if (aet.Length > definition.MaxLength)
        {
            var message = $"{context.Path} has {aet.Length} characters, but an AET has at most {definition.MaxLength}";
            context.Report(Rules.AetTooLong, TypeSeverity.Of(definition, Deviations.Length), value.Place, message, "write a shorter AET");
        }
        else if (text.AsSpan().Trim(' ').IsEmpty || HasControlOrBackslash(text))
        {
            const string remedy = "write one to 16 characters, without control characters and backslashes";
            Report(context, definition, Deviations.Form, value.Place, $"{context.Path} is not an AET", remedy);
        }
    }

    private static bool HasControlOrBackslash(ReadOnlySpan<char> text) =>
        text.Contains('\\') || text.ContainsAnyInRange('\0', '\x1F') || text.ContainsAnyInRange('\x7F', '\x9F');

    private static void Report(CheckContext context, SettingDefinition definition, Deviations deviation, Place? place, string message,
        string? remedy) =>
        context.Report(Rules.MalformedValue, TypeSeverity.Of(definition, deviation), place, message, remedy);
}
