using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Reports;

/// <summary>
/// Writes an explanation as one JSON object: <c>setting</c> (null for the whole configuration), <c>complete</c>,
/// <c>settings</c> (a flat list, objects with members left out unless something is to be said of them), <c>sources</c>,
/// <c>findings</c> and <c>summary</c>. What does not apply to a setting is left out.
/// </summary>
internal static class ExplainJsonReport
{
    /// <summary>The report as JSON.</summary>
    /// <param name="explanation">What to write.</param>
    public static string Write(Explanation explanation)
    {
        var writing = new JsonWriter(64 * 1024) { IsForOrthanc = false };
        writing.StartObject();
        writing.Key("setting");
        if (explanation.IsWhole)
        {
            WriteRaw(writing, "null");
        }
        else
        {
            writing.String(explanation.Setting.Path);
        }

        WriteFlag(writing, "complete", explanation.IsComplete);
        writing.Key("settings");
        writing.StartArray();
        foreach (var setting in explanation.Setting.All())
        {
            var isAskedFor = setting == explanation.Setting && !explanation.IsWhole;
            if (!setting.IsGroup || isAskedFor || setting.Overridden.Count > 0 || (setting.Findings.Count > 0 && setting.Segments.Count > 0))
            {
                WriteSetting(writing, setting);
            }
        }

        writing.EndArray();
        WriteSources(writing, explanation.Sources);
        WriteFindings(writing, explanation.Findings, always: true);
        writing.Key("summary");
        writing.StartObject();
        WriteNumber(writing, "errors", explanation.Errors);
        WriteNumber(writing, "warnings", explanation.Warnings);
        writing.EndObject();
        writing.EndObject();
        writing.EndOfText();
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    private static void WriteSetting(JsonWriter writing, SettingExplanation setting)
    {
        var facts = setting.Facts;
        writing.StartObject();
        writing.Text("setting", setting.Path);
        WriteTexts(writing, "segments", setting.Segments);
        WriteFlag(writing, "set", setting.IsSet);
        if (setting.Value is { } value)
        {
            WriteValue(writing, value);
        }

        if (setting.IsGroup)
        {
            WriteNumber(writing, "members", setting.Members.Count);
        }

        WriteValues(writing, "overridden", setting.Overridden);
        WriteValues(writing, "defaults", setting.Defaults);
        WriteFlag(writing, "known", facts.IsKnown);
        WriteFacts(writing, facts);
        writing.Text("variable", setting.Variable);
        WritePlugins(writing, setting);
        WriteFindings(writing, setting.Findings, always: false);
        writing.EndObject();
    }

    private static void WriteFacts(JsonWriter writing, SettingFacts facts)
    {
        writing.Text("type", facts.Type.Length == 0 ? null : facts.Type);
        writing.Text("meaning", facts.Meaning);
        WriteTexts(writing, "allowed", facts.AllowedValues);
        WriteTexts(writing, "deprecatedValues", facts.DeprecatedValues);
        WriteNumber(writing, "minimum", facts.Minimum);
        WriteNumber(writing, "maximum", facts.Maximum);
        writing.Text("unit", facts.Unit);
        WriteNumber(writing, "maxLength", facts.MaxLength);
        WriteTexts(writing, "components", facts.Components);
        writing.Text("since", facts.Since);
        WriteTexts(writing, "aliases", facts.Aliases);
        if (facts.IsSecret)
        {
            WriteFlag(writing, "secret", true);
        }

        if (facts.IsDeprecated)
        {
            WriteFlag(writing, "deprecated", true);
            writing.Text("replacedBy", facts.ReplacedBy);
        }
    }

    private static void WritePlugins(JsonWriter writing, SettingExplanation setting)
    {
        if (setting.Plugins.Count == 0)
        {
            return;
        }

        writing.Key("plugins");
        writing.StartArray();
        foreach (var state in setting.Plugins)
        {
            writing.StartObject();
            writing.Text("name", state.Plugin.Name);
            WriteFlag(writing, "enabled", state.IsEnabled);
            writing.Text("reason", state.ReasonText);
            writing.EndObject();
        }

        writing.EndArray();
    }

    private static void WriteValues(JsonWriter writing, string key, IReadOnlyList<ExplainedValue> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writing.Key(key);
        writing.StartArray();
        foreach (var value in values)
        {
            writing.StartObject();
            WriteValue(writing, value);
            writing.EndObject();
        }

        writing.EndArray();
    }

    private static void WriteValue(JsonWriter writing, ExplainedValue value)
    {
        writing.Key("value");
        WriteRaw(writing, value.Text);
        if (value.IsMasked)
        {
            WriteFlag(writing, "masked", true);
        }

        writing.Key("source");
        writing.StartObject();
        writing.Text("kind", Word(value.Origin));
        writing.Text("description", value.Where);
        if (value.Place is { } place)
        {
            writing.Text("name", place.Source.Name);
            writing.Text("file", place.Source.Path);
            WritePosition(writing, place);
        }

        writing.EndObject();
    }

    private static void WriteSources(JsonWriter writing, IReadOnlyList<ExplainedSource> sources)
    {
        writing.Key("sources");
        writing.StartArray();
        foreach (var (source, used, overridden) in sources)
        {
            writing.StartObject();
            writing.Text("kind", Word(ValueOrigins.Of(source)));
            writing.Text("description", source.Description);
            writing.Text("name", source.Name);
            writing.Text("file", source.Path);
            WriteNumber(writing, "used", used);
            WriteNumber(writing, "overridden", overridden);
            writing.EndObject();
        }

        writing.EndArray();
    }

    private static void WriteFindings(JsonWriter writing, IReadOnlyList<Finding> findings, bool always)
    {
        if (findings.Count == 0 && !always)
        {
            return;
        }

        writing.Key("findings");
        writing.StartArray();
        foreach (var finding in findings)
        {
            writing.StartObject();
            writing.Text("rule", finding.Rule.Id);
            writing.Text("severity", JsonReport.Word(finding.Severity));
            writing.Text("message", finding.Message);
            writing.Text("setting", finding.Setting);
            if (finding.Place is { } place)
            {
                writing.Text("source", place.Source.Description);
                WritePosition(writing, place);
            }

            writing.Text("remedy", finding.Remedy);
            writing.EndObject();
        }

        writing.EndArray();
    }

    /// <summary>The kind of a source in one word, which programs may rely on.</summary>
    private static string Word(ValueOrigin origin) => origin switch
    {
        ValueOrigin.File => "file",
        ValueOrigin.Variable => "variable",
        ValueOrigin.Secret => "secret",
        ValueOrigin.Launcher => "launcher",
        ValueOrigin.ImageDefault => "image-default",
        ValueOrigin.PluginDefault => "plugin-default",
        _ => "built-in",
    };

    private static void WritePosition(JsonWriter writing, Place place)
    {
        // The value of a variable usually is all of it, so that a position would say nothing.
        if (place.Line > 0 && (place.Source.IsFile || place.Line > 1 || place.Column > 1))
        {
            WriteNumber(writing, "line", place.Line);
            WriteNumber(writing, "column", place.Column);
        }
    }

    private static void WriteRaw(JsonWriter writing, string json)
    {
        var source = new Source(SourceKind.Launcher, "explanation");
        if (JsonParser.Read(new SourceText(source, Encoding.UTF8.GetBytes(json)), new FindingList()) is { } text)
        {
            writing.Value(text.Root);
        }
    }

    private static void WriteTexts(JsonWriter writing, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writing.Key(key);
        writing.StartArray();
        foreach (var text in texts)
        {
            writing.String(text);
        }

        writing.EndArray();
    }

    private static void WriteNumber(JsonWriter writing, string key, long? number)
    {
        if (number is { } value)
        {
            writing.Key(key);
            writing.Number(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteFlag(JsonWriter writing, string key, bool value)
    {
        writing.Key(key);
        writing.Boolean(value);
    }
}
