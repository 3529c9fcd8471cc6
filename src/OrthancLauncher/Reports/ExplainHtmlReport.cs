using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>
/// Writes an explanation as one page that needs nothing else. All text is in the page's markup, so that it can be read without
/// the script; what would make the page slow lies in templates, which browsers parse but do not lay out.
/// </summary>
internal sealed class ExplainHtmlReport
{
    /// <summary>So many members of an object are shown at once.</summary>
    private const int ShownMembers = 100;

    /// <summary>From this length on a value is cut in its row; it stands in full below it.</summary>
    private const int LongValue = 160;

    private readonly StringBuilder _page = new(64 * 1024);
    private readonly Explanation _explanation;

    private ExplainHtmlReport(Explanation explanation) => _explanation = explanation;

    /// <summary>The report as a page.</summary>
    /// <param name="explanation">What to write.</param>
    /// <param name="version">The version of the launcher.</param>
    public static string Write(Explanation explanation, string version)
    {
        var report = new ExplainHtmlReport(explanation);
        report.AppendPage(version);
        return report._page.ToString();
    }

    private static string Class(ValueOrigin origin) => origin switch
    {
        ValueOrigin.File => "file",
        ValueOrigin.Variable => "variable",
        ValueOrigin.Secret => "secret",
        ValueOrigin.Launcher => "launcher",
        ValueOrigin.ImageDefault => "image",
        ValueOrigin.PluginDefault => "plugin",
        _ => "builtin",
    };

    private static string Words(ValueOrigin origin) => origin switch
    {
        ValueOrigin.File => "File",
        ValueOrigin.Variable => "Variable",
        ValueOrigin.Secret => "Secret",
        ValueOrigin.Launcher => "Launcher",
        ValueOrigin.ImageDefault => "Image default",
        ValueOrigin.PluginDefault => "Plugin default",
        _ => "Built-in default",
    };

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private void AppendPage(string version)
    {
        var title = _explanation.IsWhole ? "Configuration of Orthanc" : _explanation.Setting.Path;
        _page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '").Append(ExplainHtmlAssets.StyleHash)
            .Append("'; script-src '").Append(ExplainHtmlAssets.ScriptHash).Append("'; base-uri 'none'; form-action 'none'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        Text(title);
        _page.Append("</title>\n<style>").Append(ExplainHtmlAssets.Style).Append("</style>\n</head>\n<body>\n<header>\n<div class=\"top\"><div><h1>");
        Text(title);
        _page.Append("</h1><p class=\"sub\">");
        AppendSummary();
        _page.Append("</p></div><button type=\"button\" id=\"theme\" class=\"needs-script\" aria-pressed=\"false\">Dark</button></div>\n");
        AppendTools();
        _page.Append("</header>\n<main>\n");
        AppendNotices();
        AppendSources();
        AppendTree();
        _page.Append("<p id=\"nothing\" hidden>Nothing matches.</p>\n</main>\n<footer>Made by orthanc-launcher ");
        Text(version);
        _page.Append(_explanation.ShowsSecrets ? "." : ". Secrets are masked.").Append("</footer>\n<script>").Append(ExplainHtmlAssets.Script).Append("</script>\n</body>\n</html>\n");
    }

    private void AppendSummary()
    {
        var isRefused = _explanation.Errors > 0;
        _page.Append("<span class=\"state ").Append(isRefused ? "bad" : "good").Append("\">").Append(isRefused ? "Orthanc is not started like this" : "No errors").Append("</span> ");
        var set = _explanation.Setting.All().Count(setting => setting is { IsSet: true, Value: not null });
        var whole = _explanation.IsWhole ? "" : "; in the whole configuration ";
        Text($"{Number(set, "setting")} from {Number(_explanation.Sources.Count, "source")}{(whole.Length == 0 ? ", " : whole)}{Number(_explanation.Errors, "error")}, {Number(_explanation.Warnings, "warning")}");
    }

    private void AppendTools()
    {
        var hidden = _explanation.Setting.IsGroup ? "" : " hidden";
        _page.Append("<div class=\"tools needs-script\" role=\"search\"").Append(hidden).Append("><input type=\"search\" id=\"search\" placeholder=\"Search settings, values, sources   ( / )\" aria-label=\"Search settings, values and sources\" autocomplete=\"off\" spellcheck=\"false\">")
            .Append("<button type=\"button\" id=\"unfold\">Unfold all</button><button type=\"button\" id=\"fold\">Fold all</button><span id=\"count\" role=\"status\" aria-live=\"polite\"></span></div>\n")
            .Append("<div class=\"legend\" role=\"group\" aria-label=\"Show only\"").Append(hidden).Append('>');
        var counts = new SortedDictionary<ValueOrigin, int>();
        var replacing = 0;
        var noticed = 0;
        foreach (var setting in _explanation.Setting.All())
        {
            replacing += setting.Overridden.Count > 0 ? 1 : 0;
            noticed += setting.Findings.Count > 0 ? 1 : 0;
            if (setting.Value is { } value)
            {
                counts[value.Origin] = counts.GetValueOrDefault(value.Origin) + 1;
            }
        }

        foreach (var (origin, count) in counts)
        {
            AppendFilter(Class(origin), Words(origin), count);
        }

        AppendFilter("replacing", "Replaces others", replacing);
        AppendFilter("noticed", "With findings", noticed);
        _page.Append("</div>\n");
    }

    private void AppendFilter(string name, string words, int count)
    {
        if (count > 0)
        {
            _page.Append("<button type=\"button\" class=\"key ").Append(name).Append("\" data-only=\"").Append(name).Append("\" aria-pressed=\"false\"><i></i>").Append(words)
                .Append(CultureInfo.InvariantCulture, $" <b>{count}</b></button>");
        }
    }

    private void AppendNotices()
    {
        if (_explanation.ShowsSecrets)
        {
            _page.Append("<p class=\"notice\"><strong>This page shows secrets.</strong> Do not leave it where others can read it.</p>\n");
        }

        if (!_explanation.IsComplete)
        {
            _page.Append("<p class=\"notice\"><strong>Some sources could not be read</strong>, so that what is shown may not be all.</p>\n");
        }

        if (_explanation.Findings.Count > 0)
        {
            _page.Append("<section class=\"card\"><h2>Findings</h2><ul class=\"findings\">");
            foreach (var finding in _explanation.Findings)
            {
                AppendFinding(finding, withPlace: true);
            }

            _page.Append("</ul></section>\n");
        }
    }

    private void AppendSources()
    {
        if (_explanation.Sources.Count == 0)
        {
            return;
        }

        _page.Append("<details class=\"card sources\"><summary><h2>Sources</h2><span class=\"muted\">").Append(Number(_explanation.Sources.Count, "source"))
            .Append(", later ones win</span></summary><table><thead><tr><th scope=\"col\">Source</th><th scope=\"col\">Kind</th><th scope=\"col\" class=\"number\">Used</th><th scope=\"col\" class=\"number\">Replaced</th></tr></thead><tbody>");
        foreach (var (source, used, overridden) in _explanation.Sources)
        {
            var origin = ValueOrigins.Of(source);
            _page.Append("<tr><th scope=\"row\">");
            Text(source is { Kind: SourceKind.Secret, Path: { } path } ? $"{source.Name} ({path})" : source.Kind == SourceKind.Variable ? source.Name : source.Description);
            _page.Append("</th><td><span class=\"from ").Append(Class(origin)).Append("\"><i></i>").Append(Words(origin)).Append("</span></td>")
                .Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{used}</td><td class=\"number\">{overridden}</td></tr>");
        }

        _page.Append("</tbody></table></details>\n");
    }

    private void AppendTree()
    {
        var root = _explanation.Setting;
        _page.Append("<div id=\"tree\">\n");
        if (!root.IsGroup)
        {
            _page.Append("<div class=\"card\">");
            AppendSetting(root, withFacts: true, isOpen: true);
            _page.Append("</div>");
        }
        else if (_explanation.IsWhole)
        {
            // Sections are cards of their own; what stands beside them makes one more.
            AppendCard("Top level", root.Members.Where(member => !member.IsGroup));
            foreach (var section in root.Members.Where(member => member is { IsGroup: true, IsSet: true } || (member.IsGroup && member.All().Any(below => below.Findings.Count > 0))))
            {
                AppendGroup(section, "card", withFacts: true);
            }

            var unset = root.Members.Where(member => member is { IsGroup: true, IsSet: false } && !member.All().Any(below => below.Findings.Count > 0)).ToList();
            AppendMore($"Show {Number(unset.Count, "section")} without settings", unset, section => AppendGroup(section, "card", withFacts: true));
        }
        else
        {
            AppendGroup(root, "card", withFacts: true);
        }

        _page.Append("</div>\n");
    }

    private void AppendCard(string title, IEnumerable<SettingExplanation> settings)
    {
        var members = settings.ToList();
        if (members.Count == 0)
        {
            return;
        }

        _page.Append("<details class=\"group card\" open><summary><h2>").Append(title).Append("</h2><span class=\"muted\">")
            .Append(Number(members.Count(member => member.IsSet), "setting")).Append("</span></summary><div class=\"members\">");
        AppendMembers(members, withFacts: true);
        _page.Append("</div></details>\n");
    }

    private void AppendGroup(SettingExplanation group, string card, bool withFacts)
    {
        var below = group.All().Where(setting => setting is { IsSet: true, Value: not null }).ToList();
        var isOpen = group.IsSet && (below.Count <= ShownMembers || group == _explanation.Setting);
        _page.Append("<details class=\"group ").Append(card).Append(Marks(group)).Append(isOpen ? "\" open" : "\"");
        AppendPath(group);
        _page.Append("><summary>").Append(card.Length > 0 ? "<h2>" : "<span class=\"name\">");
        Text(group.Name);
        _page.Append(card.Length > 0 ? "</h2>" : "</span>").Append("<span class=\"muted\">").Append(below.Count == 0 ? "nothing is set" : Number(below.Count, "setting")).Append("</span>");
        foreach (var state in group.Plugins)
        {
            _page.Append("<span class=\"tag").Append(state.IsEnabled ? " on" : "").Append("\">");
            Text($"{state.Plugin.Name} {(state.IsEnabled ? "enabled" : "disabled")}");
            _page.Append("</span><span class=\"muted\">because ");
            Text(state.ReasonText);
            _page.Append("</span>");
        }

        AppendReplacesTag(group);
        AppendFindings(group);
        _page.Append("</summary><div class=\"members\">");
        if (group.Overridden.Count > 0 || group.Facts.Entries is not null)
        {
            _page.Append("<div class=\"body\">");
            AppendHistory(group);
            AppendFacts(group);
            _page.Append("</div>");
        }

        AppendMembers(group.Members, withFacts && group.Facts is not { Entries: not null });
        _page.Append("</div></details>\n");
    }

    private void AppendMembers(IReadOnlyList<SettingExplanation> members, bool withFacts)
    {
        var shown = members.Where(member => member.IsSet || member.Findings.Count > 0).ToList();
        var unset = members.Where(member => !member.IsSet && member.Findings.Count == 0).ToList();
        foreach (var member in shown.Take(ShownMembers))
        {
            AppendMember(member);
        }

        var rest = shown.Skip(ShownMembers).ToList();
        AppendMore(string.Create(CultureInfo.InvariantCulture, $"Show all {shown.Count}"), rest, AppendMember);
        AppendMore($"Show {Number(unset.Count, "setting")} left at the built-in default", unset, AppendMember);

        void AppendMember(SettingExplanation member)
        {
            if (member.IsGroup)
            {
                AppendGroup(member, "", withFacts);
            }
            else
            {
                AppendSetting(member, withFacts, isOpen: false);
            }
        }
    }

    private void AppendMore(string label, List<SettingExplanation> settings, Action<SettingExplanation> append)
    {
        if (settings.Count == 0)
        {
            return;
        }

        _page.Append("<div class=\"more\"><button type=\"button\" class=\"needs-script\">").Append(label).Append("</button><template>");
        foreach (var setting in settings)
        {
            append(setting);
        }

        _page.Append("</template></div>\n");
    }

    private void AppendSetting(SettingExplanation setting, bool withFacts, bool isOpen)
    {
        var origin = setting.Value is { } given ? Class(given.Origin) : "builtin";
        _page.Append("<details class=\"setting ").Append(origin).Append(setting.IsSet ? "" : " unset").Append(Marks(setting)).Append(isOpen ? "\" open" : "\"");
        AppendPath(setting);
        _page.Append("><summary><span class=\"name\">");
        Text(isOpen ? setting.Path : setting.Name);
        _page.Append("</span>");
        if (setting.Value is { } value)
        {
            AppendCode(value, isCut: true);
            AppendReplacesTag(setting);
            _page.Append("<span class=\"from ").Append(origin).Append("\"><i></i>");
            Text(Short(value));
        }
        else
        {
            _page.Append("<code class=\"muted\">–</code>");
            AppendReplacesTag(setting);
            _page.Append("<span class=\"from builtin\"><i></i>not set");
        }

        _page.Append("</span>");
        AppendFindings(setting);
        _page.Append("</summary><div class=\"body\">");
        if (!withFacts && setting is { Value: { } only, Overridden.Count: 0, Defaults.Count: 0 } && only.Text.Length <= LongValue)
        {
            // An entry of a map, of which there may be very many: the row says all but where exactly.
            AppendFrom(only);
        }
        else
        {
            AppendHistory(setting);
        }

        if (withFacts)
        {
            AppendFacts(setting);
        }

        _page.Append("</div></details>\n");
    }

    private static string Marks(SettingExplanation setting) => (setting.Overridden.Count > 0 ? " replacing" : "") + (setting.Findings.Count > 0 ? " noticed" : "");

    private void AppendPath(SettingExplanation setting)
    {
        _page.Append(" data-path=\"");
        Text(setting.Path);
        _page.Append('"');
    }

    private void AppendReplacesTag(SettingExplanation setting)
    {
        if (setting.Overridden.Count > 0)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<span class=\"tag\">replaces {setting.Overridden.Count}</span>");
        }
    }

    private void AppendFindings(SettingExplanation setting)
    {
        foreach (var finding in setting.Findings)
        {
            AppendFindingLine(finding, withPlace: false);
        }
    }

    /// <summary>The source in a few words; the whole place stands below the row.</summary>
    private static string Short(ExplainedValue value) => value.Place is { Source: { IsFile: true } source, Line: var line }
        ? string.Create(CultureInfo.InvariantCulture, $"{source.Name[(source.Name.LastIndexOf('/') + 1)..]}:{line}")
        : value.WhereInShort;

    private void AppendHistory(SettingExplanation setting)
    {
        if (setting.Value is null && setting.Overridden.Count == 0 && setting.Defaults.Count == 0)
        {
            return;
        }

        _page.Append("<ol class=\"history\">");
        if (setting.Value is { } value)
        {
            AppendSays("used", setting.IsSet ? "used" : "in effect", value);
        }

        foreach (var overridden in setting.Overridden)
        {
            AppendSays("replaced", "replaced", overridden);
        }

        foreach (var other in setting.Defaults)
        {
            AppendSays("idle", "default", other);
        }

        _page.Append("</ol>");
    }

    private void AppendSays(string state, string words, ExplainedValue value)
    {
        _page.Append("<li class=\"").Append(state).Append("\"><span class=\"role\">").Append(words).Append("</span>");
        AppendCode(value, isCut: false);
        AppendFrom(value);
        _page.Append("</li>");
    }

    private void AppendFrom(ExplainedValue value)
    {
        _page.Append("<span class=\"from ").Append(Class(value.Origin)).Append("\"><i></i>");
        Text(value.Where);
        _page.Append("</span>");
    }

    private void AppendCode(ExplainedValue value, bool isCut)
    {
        _page.Append("<code").Append(value.Kind is JsonKind.String || value.IsMasked ? " class=\"text\">" : ">");
        Text(isCut && value.Text.Length > LongValue ? Printable.Beginning(Printable.Of(value.Text[..LongValue]), LongValue - 1) + "…" : value.Text);
        _page.Append("</code>");
    }

    private void AppendFacts(SettingExplanation setting)
    {
        var facts = setting.Facts;
        _page.Append("<dl>");
        if (!setting.IsGroup)
        {
            AppendFact("Setting", setting.Path);
        }

        AppendFact("Variable", setting.Variable);
        if (facts.Entries is { } entries)
        {
            AppendFact("Each entry", entries.Summary);
        }
        else
        {
            AppendFact("Type", facts.IsKnown ? facts.Type + (facts.Meaning is null ? "" : $" ({facts.Meaning})") : "not known to Orthanc or its plugins");
        }

        AppendFact("Range", facts.Range);
        AppendFact("Length", facts.MaxLength is { } longest ? string.Create(CultureInfo.InvariantCulture, $"at most {longest} characters") : null);
        AppendFact("Allowed", Join(facts.AllowedValues.Select(allowed => facts.DeprecatedValues.Contains(allowed) ? $"{allowed} (deprecated)" : allowed)));
        var positions = (facts.Entries ?? facts).Positions;
        for (var index = 0; index < positions.Count; index++)
        {
            AppendFact(string.Create(CultureInfo.InvariantCulture, $"Element {index}"), positions[index].Summary);
        }

        AppendFact("Read by", Join(facts.Components));
        AppendFact("Since", facts.Since);
        AppendFact("Other names", Join(facts.Aliases));
        AppendFact("Deprecated", !facts.IsDeprecated ? null : facts.ReplacedBy is null ? "yes" : $"use {facts.ReplacedBy}");
        _page.Append("</dl>");
    }

    private static string? Join(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } joined ? joined : null;

    private void AppendFact(string term, string? text)
    {
        if (text is not null)
        {
            _page.Append("<dt>").Append(term).Append("</dt><dd>");
            Text(text);
            _page.Append("</dd>");
        }
    }

    private void AppendFinding(Finding finding, bool withPlace)
    {
        _page.Append("<li>");
        AppendFindingLine(finding, withPlace);
        if (finding.Excerpt is { } excerpt)
        {
            _page.Append("<pre>");
            foreach (var line in excerpt.Split('\n'))
            {
                Text(line);
                _page.Append('\n');
            }

            _page.Append("</pre>");
        }

        _page.Append("</li>");
    }

    private void AppendFindingLine(Finding finding, bool withPlace)
    {
        var word = JsonReport.Word(finding.Severity);
        _page.Append("<span class=\"finding ").Append(word).Append("\"><b>").Append(word).Append("</b> <span>");
        if (withPlace && finding.Place is { } place)
        {
            Text($"{place}: ");
        }

        Text(finding.Message);
        _page.Append(" <small>");
        Text(finding.Rule.Id);
        _page.Append("</small>");
        if (finding.Remedy is not null)
        {
            _page.Append("<em>");
            Text(finding.Remedy);
            _page.Append("</em>");
        }

        _page.Append("</span></span>");
    }

    /// <summary>Adds text that is no markup, whatever it holds.</summary>
    private void Text(string text)
    {
        foreach (var c in Printable.Of(text))
        {
            _ = c switch
            {
                '&' => _page.Append("&amp;"),
                '<' => _page.Append("&lt;"),
                '>' => _page.Append("&gt;"),
                '"' => _page.Append("&quot;"),
                '\'' => _page.Append("&#39;"),
                _ => _page.Append(c),
            };
        }
    }
}
