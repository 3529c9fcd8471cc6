using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Terminal;
using static OrthancLauncher.Terminal.Printable;

namespace OrthancLauncher.Reports;

/// <summary>One deployment of a page.</summary>
/// <param name="Subject">What it is about; null for the one thing that was asked for.</param>
/// <param name="Findings">What comes first.</param>
/// <param name="Explanation">Where its values come from; null on a page with findings only.</param>
internal sealed record PagePart(Subject? Subject, IReadOnlyList<Finding> Findings, Explanation? Explanation)
{
    public int Errors => Explanation?.Errors ?? Count(Severity.Error);

    public int Warnings => Explanation?.Warnings ?? Count(Severity.Warning);

    private int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);
}

/// <summary>
/// Writes explanations and findings as one page that needs nothing else. All text is in the page's markup, so that it can be read without
/// the script; what would make the page slow is in templates, which browsers parse but do not lay out.
/// </summary>
internal sealed class ExplainHtmlReport(string version) : IReportWriter<Explanation>, IReportWriter<ValidationReport>
{
    private static readonly string ContentPolicy =
        $"default-src 'none'; style-src '{ExplainHtmlAssets.StyleHash}'; script-src '{ExplainHtmlAssets.ScriptHash}'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>Members of an object that are shown before “Show all”.</summary>
    private const int ShownMembers = 100;

    /// <summary>From this length on a value is cut in its row; below the row it is complete.</summary>
    private const int LongValue = 160;

    private readonly StringBuilder _page = new(64 * 1024);

    /// <summary>The heading of sections and findings; those of deployments are above.</summary>
    private string _heading = "h2";

    public string Write(Explanation explanation) =>
        Write(explanation.IsWhole ? "Configuration of Orthanc" : explanation.Setting.Path, [PartOf(null, explanation)]);

    public string Write(ValidationReport report) =>
        Write("What is wrong", [.. report.Parts.Select(part => new PagePart(part.Subject, [.. part.Report.Shown], null))]);

    /// <summary>A deployment with all that was found, errors first.</summary>
    public static PagePart PartOf(Subject? subject, Explanation explanation)
    {
        var inPlace = explanation.IsWhole ? explanation.Setting.All().SelectMany(setting => setting.Findings) : [];
        return new PagePart(
            subject, [.. explanation.Findings.Concat(inPlace).Distinct().OrderByDescending(finding => finding.Severity)], explanation);
    }

    public string Write(string heading, IReadOnlyList<PagePart> parts)
    {
        var title = Html(heading);
        var settings = parts.Where(part => part.Explanation is not null).Select(part => part.Explanation!.Setting).ToList();
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
            <body{(parts is [{ Subject: null }] ? "" : " class=\"wide\"")}>
            <header>
            <div class="top"><div><h1>{title}</h1><p class="sub">{Summary(parts)}</p></div>
            <button type="button" id="theme" class="needs-script" aria-pressed="false">Dark</button></div>

            """);
        AppendTools(settings);
        _page.Append("</header>\n");
        if (parts is [{ Subject: null } only])
        {
            _page.Append("<main>\n");
            AppendPart(only, "<div id=\"tree\">\n", "</div>\n");
        }
        else
        {
            AppendDeployments(parts);
        }

        var isMasked = !parts.Any(part => part.Explanation is { ShowsSecrets: true });
        _page.Append($"""
            <p id="nothing" hidden>Nothing matches.</p>
            </main>{(parts is [{ Subject: null }] ? "" : "</div>")}
            <footer>Made by orthanc-launcher {Html(version)}{(isMasked ? ". Secrets are masked." : ".")}</footer>
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

    /// <summary>The deployments at the left, and one section for each.</summary>
    private void AppendDeployments(IReadOnlyList<PagePart> parts)
    {
        _heading = "h3";
        _page.Append("<div class=\"layout\"><nav aria-label=\"Deployments\"><ul>\n");
        for (var number = 1; number <= parts.Count; number++)
        {
            var part = parts[number - 1];
            var style = part.Errors > 0 ? "bad" : part.Warnings > 0 ? "fair" : "good";
            _page.Append(
                $"""<li><a href="#d{number}"><b>{Html(NameOf(part))}</b> <span class="muted">{Html(part.Subject?.File ?? "")}</span> """)
                .Append($"""<span class="state {style}">{Sums(part.Errors, part.Warnings)}</span></a></li>{"\n"}""");
        }

        _page.Append("</ul></nav>\n<main>\n<div id=\"tree\">\n");
        for (var number = 1; number <= parts.Count; number++)
        {
            var part = parts[number - 1];
            _page.Append($"""<section class="deployment" id="d{number}" aria-labelledby="d{number}-name">""")
                .Append($"""<h2 id="d{number}-name" tabindex="-1">{Html(NameOf(part))}</h2>""")
                .Append($"""<p class="sub">{Html(part.Subject?.File ?? "")} """)
                .Append(part.Explanation is { } each ? Summary(each) : "").Append("</p>\n");
            AppendPart(part, "", "");
            _page.Append("</section>\n");
        }

        _page.Append("</div>\n");
    }

    private static string NameOf(PagePart part) =>
        part.Subject is { } subject ? subject.Service ?? subject.Workload ?? Path.GetFileName(subject.File) : "configuration";

    private static string Sums(int errors, int warnings) =>
        errors + warnings == 0 ? "no findings" : $"{Counted.Of(errors, "error")}, {Counted.Of(warnings, "warning")}";

    private void AppendPart(PagePart part, string before, string after)
    {
        AppendNotices(part);
        AppendSources(part.Explanation?.Sources ?? []);
        _page.Append(before);
        if (part.Explanation is { } explanation)
        {
            AppendTree(explanation.Setting, explanation.IsWhole);
        }

        _page.Append(after);
    }

    private static string Summary(IReadOnlyList<PagePart> parts)
    {
        if (parts is [{ Explanation: { } only }])
        {
            return Summary(only);
        }

        var (errors, warnings) = (parts.Sum(part => part.Errors), parts.Sum(part => part.Warnings));
        var deployments = parts.Count > 1 ? $" in {Counted.Of(parts.Count, "configuration")}" : "";
        return $"""<span class="state {(errors > 0 ? "bad" : "good")}">{Sums(errors, warnings)}</span>{deployments}""";
    }

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

    private void AppendTools(IReadOnlyList<SettingExplanation> roots)
    {
        var hidden = roots.Any(root => root.IsGroup) ? "" : " hidden";
        _page.Append($"""
            <div class="tools needs-script" role="search"{hidden}>
            <input type="search" id="search" placeholder="Search settings, values, sources   ( / )"
              aria-label="Search settings, values and sources" autocomplete="off" spellcheck="false">
            <button type="button" id="unfold">Unfold all</button><button type="button" id="fold">Fold all</button>
            <span id="count" role="status" aria-live="polite"></span></div>
            <div class="legend" role="group" aria-label="Show only"{hidden}>
            """);
        var settings = roots.SelectMany(root => root.All()).ToList();
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

    private void AppendNotices(PagePart part)
    {
        if (part.Explanation is { ShowsSecrets: true })
        {
            _page.Append("<p class=\"notice\"><strong>This page shows secrets.</strong> Do not leave it where others can read it.</p>\n");
        }

        if (part.Explanation is { IsComplete: false })
        {
            _page.Append("<p class=\"notice\"><strong>Some sources could not be read</strong>, so this page may be incomplete.</p>\n");
        }

        if (part.Findings.Count == 0)
        {
            _page.Append(part.Explanation is null ? "<p class=\"muted\">No findings.</p>\n" : "");
            return;
        }

        _page.Append($"<section class=\"card\"><{_heading}>Findings</{_heading}><ul class=\"findings\">");
        foreach (var finding in part.Findings)
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
            <details class="card sources"><summary><{_heading}>Sources</{_heading}>
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
    }

    /// <summary>First what is not in a section, then the sections, those without settings folded away in one more.</summary>
    private void AppendWhole(SettingExplanation root)
    {
        var single = root.Members.Where(member => !member.IsGroup).ToList();
        if (single.Count > 0)
        {
            var set = Counted.Of(single.Count(member => member.IsSet), "setting");
            _page.Append(
                $"""<details class="group card" open><summary><{_heading}>Top level</{_heading}>"""
                + $"""<span class="muted">{set}</span></summary><div class="members">""");
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
        var heading = card.Length > 0
            ? $"<{_heading}>{Html(group.Name)}</{_heading}>"
            : $"""<span class="name">{Html(group.Name)}</span>""";
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
    private static string ShortSource(ExplainedValue value) =>
        (value.Written ?? value.Place) is { Source: { IsFile: true } source, Line: var line }
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
