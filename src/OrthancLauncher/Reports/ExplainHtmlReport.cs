using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Terminal;
using static OrthancLauncher.Terminal.Printable;

namespace OrthancLauncher.Reports;

/// <summary>
/// Writes an explanation as one page that needs nothing else. All text is in the page's markup, so that it can be read without
/// the script; what would make the page slow is in templates, which browsers parse but do not lay out.
/// </summary>
internal sealed class ExplainHtmlReport(string version) : IReportWriter<Explanation>
{
    private static readonly string ContentPolicy =
        $"default-src 'none'; style-src '{ExplainHtmlAssets.StyleHash}'; script-src '{ExplainHtmlAssets.ScriptHash}'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>Members of an object that are shown before “Show all”.</summary>
    private const int ShownMembers = 100;

    /// <summary>From this length on a value is cut in its row; below the row it is complete.</summary>
    private const int LongValue = 160;

    private readonly StringBuilder _page = new(64 * 1024);

    public string Write(Explanation explanation)
    {
        var title = Html(explanation.IsWhole ? "Configuration of Orthanc" : explanation.Setting.Path);
        _page.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
              content="{ContentPolicy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{ExplainHtmlAssets.Style}</style>
            </head>
            <body>
            <header>
            <div class="top"><div><h1>{title}</h1><p class="sub">{Summary(explanation)}</p></div>
            <button type="button" id="theme" class="needs-script" aria-pressed="false">Dark</button></div>

            """);
        AppendTools(explanation.Setting);
        _page.Append("</header>\n<main>\n");
        AppendNotices(explanation);
        AppendSources(explanation.Sources);
        AppendTree(explanation.Setting, explanation.IsWhole);
        _page.Append($"""
            <p id="nothing" hidden>Nothing matches.</p>
            </main>
            <footer>Made by orthanc-launcher {Html(version)}{(explanation.ShowsSecrets ? "." : ". Secrets are masked.")}</footer>
            <script>{ExplainHtmlAssets.Script}</script>
            </body>
            </html>

            """);
        return _page.ToString();
    }

    private static (string Class, string Words) Describe(ValueOrigin origin) => origin switch
    {
        ValueOrigin.File => ("file", "File"),
        ValueOrigin.Variable => ("variable", "Variable"),
        ValueOrigin.Secret => ("secret", "Secret"),
        ValueOrigin.Launcher => ("launcher", "Launcher"),
        ValueOrigin.ImageDefault => ("image", "Image default"),
        ValueOrigin.PluginDefault => ("plugin", "Plugin default"),
        _ => ("builtin", "Built-in default"),
    };

    private static string Summary(Explanation explanation)
    {
        var state = explanation.Errors > 0
            ? """<span class="state bad">Orthanc would refuse to start</span>"""
            : """<span class="state good">No errors</span>""";
        var set = explanation.Setting.All().Count(setting => setting is { IsSet: true, Value: not null });
        var whole = explanation.IsWhole ? ", " : "; in the whole configuration ";
        return $"{state} {Counted.Of(set, "setting")} from {Counted.Of(explanation.Sources.Count, "source")}{whole}"
            + $"{Counted.Of(explanation.Errors, "error")}, {Counted.Of(explanation.Warnings, "warning")}";
    }

    private void AppendTools(SettingExplanation root)
    {
        var hidden = root.IsGroup ? "" : " hidden";
        _page.Append($"""
            <div class="tools needs-script" role="search"{hidden}>
            <input type="search" id="search" placeholder="Search settings, values, sources   ( / )"
              aria-label="Search settings, values and sources" autocomplete="off" spellcheck="false">
            <button type="button" id="unfold">Unfold all</button><button type="button" id="fold">Fold all</button>
            <span id="count" role="status" aria-live="polite"></span></div>
            <div class="legend" role="group" aria-label="Show only"{hidden}>
            """);
        var settings = root.All().ToList();
        foreach (var origin in settings.Where(setting => setting.Value is not null).GroupBy(setting => setting.Value!.Origin)
            .OrderBy(group => group.Key))
        {
            AppendFilter(Describe(origin.Key).Class, Describe(origin.Key).Words, origin.Count());
        }

        AppendFilter("replacing", "Replaces others", settings.Count(setting => setting.Overridden.Count > 0));
        AppendFilter("noticed", "With findings", settings.Count(setting => setting.Findings.Count > 0));
        _page.Append("</div>\n");
    }

    private void AppendFilter(string name, string words, int count)
    {
        if (count > 0)
        {
            _page.Append(
                $"""<button type="button" class="key {name}" data-only="{name}" aria-pressed="false"><i></i>{words} <b>"""
                + $"""{Counted.Number(count)}</b></button>""");
        }
    }

    private void AppendNotices(Explanation explanation)
    {
        if (explanation.ShowsSecrets)
        {
            _page.Append("<p class=\"notice\"><strong>This page shows secrets.</strong> Do not leave it where others can read it.</p>\n");
        }

        if (!explanation.IsComplete)
        {
            _page.Append("<p class=\"notice\"><strong>Some sources could not be read</strong>, so this page may be incomplete.</p>\n");
        }

        if (explanation.Findings.Count == 0)
        {
            return;
        }

        _page.Append("<section class=\"card\"><h2>Findings</h2><ul class=\"findings\">");
        foreach (var finding in explanation.Findings)
        {
            _page.Append("<li>");
            AppendFinding(finding, finding.Place is { } place ? $"{place}: " : "");
            _page.Append(
                finding.Excerpt is { } excerpt
                    ? $"<pre>{string.Join('\n', Excerpt(excerpt).Split('\n').Select(Html))}\n</pre></li>"
                    : "</li>");
        }

        _page.Append("</ul></section>\n");
    }

    private void AppendSources(IReadOnlyList<ExplainedSource> sources)
    {
        if (sources.Count == 0)
        {
            return;
        }

        _page.Append($"""
            <details class="card sources"><summary><h2>Sources</h2>
            <span class="muted">{Counted.Of(sources.Count, "source")}, later ones win</span></summary>
            <table><thead><tr><th scope="col">Source</th><th scope="col">Kind</th>
            <th scope="col" class="number">Used</th><th scope="col" class="number">Replaced</th></tr></thead><tbody>
            """);
        foreach (var (source, used, overridden) in sources)
        {
            var (style, words) = Describe(ValueOrigins.Of(source));
            var name = source switch
            {
                { Kind: SourceKind.Secret, Path: { } path } => $"{source.Name} ({path})",
                { Kind: SourceKind.Variable } => source.Name,
                _ => source.Description,
            };
            _page.Append($"""<tr><th scope="row">{Html(name)}</th><td><span class="from {style}"><i></i>{words}</span></td>""")
                .Append($"""<td class="number">{Counted.Number(used)}</td><td class="number">{Counted.Number(overridden)}</td></tr>""");
        }

        _page.Append("</tbody></table></details>\n");
    }

    private void AppendTree(SettingExplanation root, bool isWhole)
    {
        _page.Append("<div id=\"tree\">\n");
        if (!root.IsGroup)
        {
            _page.Append("<div class=\"card\">");
            AppendSetting(root, withFacts: true, isOpen: true);
            _page.Append("</div>");
        }
        else if (!isWhole)
        {
            AppendGroup(root, "card", withFacts: true, isAskedFor: true);
        }
        else
        {
            AppendWhole(root);
        }

        _page.Append("</div>\n");
    }

    /// <summary>First what is not in a section, then the sections, those without settings folded away in one more.</summary>
    private void AppendWhole(SettingExplanation root)
    {
        var single = root.Members.Where(member => !member.IsGroup).ToList();
        if (single.Count > 0)
        {
            var set = Counted.Of(single.Count(member => member.IsSet), "setting");
            _page.Append(
                $"""<details class="group card" open><summary><h2>Top level</h2><span class="muted">{set}</span></summary>"""
                + $"""<div class="members">""");
            AppendMembers(single, withFacts: true);
            _page.Append("</div></details>\n");
        }

        var sections = root.Members.Where(member => member.IsGroup)
            .ToLookup(member => member.IsSet || member.All().Any(below => below.Findings.Count > 0));
        foreach (var section in sections[true])
        {
            AppendGroup(section, "card", withFacts: true);
        }

        var unset = sections[false].ToList();
        AppendMore(
            $"Show {Counted.Of(unset.Count, "section")} without settings", unset, section => AppendGroup(section, "card", withFacts: true));
    }

    private void AppendGroup(SettingExplanation group, string card, bool withFacts, bool isAskedFor = false)
    {
        var below = group.All().Count(setting => setting is { IsSet: true, Value: not null });
        var open = group.IsSet && (below <= ShownMembers || isAskedFor) ? " open" : "";
        var heading = card.Length > 0 ? $"<h2>{Html(group.Name)}</h2>" : $"""<span class="name">{Html(group.Name)}</span>""";
        _page.Append($"""<details class="group {card}{Marks(group)}"{open} data-path="{Html(group.Path)}"><summary>{heading}""")
            .Append($"""<span class="muted">{(below == 0 ? "nothing is set" : Counted.Of(below, "setting"))}</span>""");
        foreach (var state in group.Plugins)
        {
            var (style, words) = state.IsEnabled ? (" on", "enabled") : ("", "disabled");
            _page.Append(
                $"""<span class="tag{style}">{Html(state.Plugin.Name)} {words}</span>"""
                + $"""<span class="muted">because {Html(state.ReasonText)}</span>""");
        }

        _page.Append(ReplacesTag(group));
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

        AppendMore($"Show all {Counted.Number(shown.Count)}", [.. shown.Skip(ShownMembers)], AppendMember);
        AppendMore($"Show {Counted.Of(unset.Count, "setting")} left at the built-in default", unset, AppendMember);

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
        if (settings.Count > 0)
        {
            _page.Append($"""<div class="more"><button type="button" class="needs-script">{label}</button><template>""");
            settings.ForEach(append);
            _page.Append("</template></div>\n");
        }
    }

    private void AppendSetting(SettingExplanation setting, bool withFacts, bool isOpen)
    {
        var (style, code, from) = setting.Value is { } value
            ? (Describe(value.Origin).Class, Code(value, isCut: true), Html(ShortSource(value)))
            : ("builtin", "<code class=\"muted\">–</code>", "not set");
        _page.Append(
            $"""<details class="setting {style}{(setting.IsSet ? "" : " unset")}{Marks(setting)}"{(isOpen ? " open" : "")}"""
            + $""" data-path="{Html(setting.Path)}">""")
            .Append(
                $"""<summary><span class="name">{Html(isOpen ? setting.Path : setting.Name)}</span>"""
                + $"""{code}{ReplacesTag(setting)}<span class="from {style}"><i></i>{from}</span>""");
        AppendFindings(setting);
        _page.Append("</summary><div class=\"body\">");
        if (!withFacts && setting is { Value: { } only, Overridden.Count: 0, Defaults.Count: 0 } && only.Text.Length <= LongValue)
        {
            // An entry of a map, of which there may be very many: the row shows all but the exact place.
            _page.Append(From(only));
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

    private static string Marks(SettingExplanation setting) =>
        (setting.Overridden.Count > 0 ? " replacing" : "") + (setting.Findings.Count > 0 ? " noticed" : "");

    private static string ReplacesTag(SettingExplanation setting) =>
        setting.Overridden.Count == 0 ? "" : $"""<span class="tag">replaces {Counted.Number(setting.Overridden.Count)}</span>""";

    /// <summary>The source in a few words; the whole place is below the row.</summary>
    private static string ShortSource(ExplainedValue value) => value.Place is { Source: { IsFile: true } source, Line: var line }
        ? $"{source.Name[(source.Name.LastIndexOf('/') + 1)..]}:{Counted.Number(line)}"
        : value.WhereInShort;

    private void AppendHistory(SettingExplanation setting)
    {
        var used = setting.Value is { } value
            ? [("used", setting.IsSet ? "used" : "in effect", value)]
            : Array.Empty<(string, string, ExplainedValue)>();
        var replaced = setting.Overridden.Select(overridden => ("replaced", "replaced", overridden));
        var defaults = setting.Defaults.Select(other => ("idle", "default", other));
        var lines = used.Concat(replaced).Concat(defaults)
            .Select(
                line =>
                    $"""<li class="{line.Item1}"><span class="role">{line.Item2}</span>"""
                    + $"""{Code(line.Item3, isCut: false)}{From(line.Item3)}</li>""");
        if (string.Concat(lines) is { Length: > 0 } history)
        {
            _page.Append($"""<ol class="history">{history}</ol>""");
        }
    }

    private static string From(ExplainedValue value) =>
        $"""<span class="from {Describe(value.Origin).Class}"><i></i>{Html(value.Where)}</span>""";

    private static string Code(ExplainedValue value, bool isCut)
    {
        var style = value.Kind is JsonKind.String || value.IsMasked ? " class=\"text\"" : "";
        var text = isCut && value.Text.Length > LongValue ? Beginning(Of(value.Text[..LongValue]), LongValue - 1) + "…" : value.Text;
        return $"<code{style}>{Html(text)}</code>";
    }

    private void AppendFacts(SettingExplanation setting)
    {
        _page.Append("<dl>");
        foreach (var (label, text) in SettingRows.Of(setting).Prepend(("Setting", setting.Path)))
        {
            _page.Append($"<dt>{label}</dt><dd>{Html(text)}</dd>");
        }

        _page.Append("</dl>");
    }

    private void AppendFindings(SettingExplanation setting)
    {
        foreach (var finding in setting.Findings)
        {
            AppendFinding(finding, "");
        }
    }

    private void AppendFinding(Finding finding, string place)
    {
        var word = TextStyle.Word(finding.Severity);
        var remedy = finding.Remedy is null ? "" : $"<em>{Html(finding.Remedy)}</em>";
        _page.Append(
            $"""<span class="finding {word}"><b>{word}</b> <span>{Html(place + finding.Message)} <small>{finding.Rule}</small>"""
            + $"""{remedy}</span></span>""");
    }
}
