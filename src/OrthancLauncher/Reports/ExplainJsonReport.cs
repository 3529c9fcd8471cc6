using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Reports;

/// <summary>
/// Writes an explanation as one JSON object: <c>setting</c> (null for the whole configuration), <c>complete</c>,
/// <c>settings</c> (a flat list, objects with members left out unless there is something to report about them), <c>sources</c>,
/// <c>findings</c> and <c>summary</c>. What does not apply to a setting is left out.
/// </summary>
internal sealed class ExplainJsonReport : IReportWriter<Explanation>
{
    public string Write(Explanation explanation) => ReportJson.Document(json => json.Object(() =>
    {
        json.Key("setting");
        if (explanation.IsWhole)
        {
            WriteRaw(json, "null");
        }
        else
        {
            json.String(explanation.Setting.Path);
        }

        json.Flag("complete", explanation.IsComplete);
        json.Objects("settings", explanation.Setting.All().Where(IsListed), setting => WriteSetting(json, setting));
        json.Objects("sources", explanation.Sources, source =>
        {
            WriteSource(json, ValueOrigins.Of(source.Source), source.Source.Description, source.Source);
            json.Number("used", source.Used);
            json.Number("overridden", source.Overridden);
        });
        json.Findings(explanation.Findings);
        json.Object("summary", () =>
        {
            json.Number("errors", explanation.Errors);
            json.Number("warnings", explanation.Warnings);
        });

        bool IsListed(SettingExplanation setting) => !setting.IsGroup || setting.Overridden.Count > 0
            || (setting == explanation.Setting ? !explanation.IsWhole : setting.Findings.Count > 0);
    }));

    private static void WriteSetting(JsonWriter json, SettingExplanation setting)
    {
        json.Text("setting", setting.Path);
        json.Texts("segments", setting.Segments);
        json.Flag("set", setting.IsSet);
        if (setting.Value is { } value)
        {
            WriteValue(json, value);
        }

        json.Number("members", setting.IsGroup ? setting.Members.Count : null);
        WriteValues(json, "overridden", setting.Overridden);
        WriteValues(json, "defaults", setting.Defaults);
        WriteFacts(json, setting.Facts);
        json.Text("variable", setting.Variable);
        if (setting.Plugins.Count > 0)
        {
            json.Objects("plugins", setting.Plugins, state =>
            {
                json.Text("name", state.Plugin.Name);
                json.Flag("enabled", state.IsEnabled);
                json.Text("reason", state.ReasonText);
            });
        }

        if (setting.Findings.Count > 0)
        {
            json.Findings(setting.Findings);
        }
    }

    private static void WriteFacts(JsonWriter json, SettingFacts facts)
    {
        json.Flag("known", facts.IsKnown);
        json.Text("type", facts.Type.Length == 0 ? null : facts.Type);
        json.Text("meaning", facts.Meaning);
        json.Texts("allowed", facts.AllowedValues);
        json.Texts("deprecatedValues", facts.DeprecatedValues);
        json.Number("minimum", facts.Minimum);
        json.Number("maximum", facts.Maximum);
        json.Text("unit", facts.Unit);
        json.Number("maxLength", facts.MaxLength);
        json.Texts("components", facts.Components);
        json.Text("since", facts.Since);
        json.Texts("aliases", facts.Aliases);
        if (facts.IsSecret)
        {
            json.Flag("secret", true);
        }

        if (facts.IsDeprecated)
        {
            json.Flag("deprecated", true);
            json.Text("replacedBy", facts.ReplacedBy);
        }
    }

    private static void WriteValues(JsonWriter json, string key, IReadOnlyList<ExplainedValue> values)
    {
        if (values.Count > 0)
        {
            json.Objects(key, values, value => WriteValue(json, value));
        }
    }

    private static void WriteValue(JsonWriter json, ExplainedValue value)
    {
        json.Key("value");
        WriteRaw(json, value.Text);
        if (value.IsMasked)
        {
            json.Flag("masked", true);
        }

        json.Object("source", () =>
        {
            WriteSource(json, value.Origin, value.Where, value.Place?.Source, value.Written?.Source.Name);
            json.Position(value.Written ?? value.Place);
        });
    }

    private static void WriteSource(JsonWriter json, ValueOrigin origin, string description, Source? source, string? file = null)
    {
        json.Text("kind", Word(origin));
        json.Text("description", description);
        json.Text("name", source?.Name);
        json.Text("file", file ?? source?.Path);
    }

    /// <summary>The kind of a source in one word, on which programs may rely.</summary>
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

    private static void WriteRaw(JsonWriter json, string text)
    {
        var source = new Source(SourceKind.Launcher, "explanation");
        if (JsonParser.Read(new SourceText(source, Encoding.UTF8.GetBytes(text)), new FindingList()) is { } parsed)
        {
            json.Value(parsed.Root);
        }
    }
}
