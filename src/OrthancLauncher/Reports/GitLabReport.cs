using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation as a code quality report, which GitLab shows in merge requests.</summary>
internal sealed class GitLabReport : IReportWriter<ValidationReport>
{
    /// <summary>GitLab drops a finding without a path, so one that belongs to no source names what is checked as a whole.</summary>
    private const string NoSource = "configuration";

    public string Write(ValidationReport report)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return ReportJson.Document(json => json.Objects(report.Shown, finding =>
        {
            var path = PathOf(finding);
            var subject = finding.Subject?.Name is { } name ? $"{name}: " : "";
            var identity = string.Join('\n', finding.Rule.Id, path, finding.Setting, WithoutNumbers(subject + finding.Message));
            var number = seen[identity] = seen.GetValueOrDefault(identity) + 1;
            var remedy = finding.Remedy is null ? "" : $"; {finding.Remedy}";
            json.Text("description", subject + finding.Message + (finding.IsAccepted ? " (accepted)" : "") + remedy);
            json.Text("check_name", finding.Rule.Id);
            json.Text("fingerprint", Fingerprint($"{identity}\n{number}"));
            json.Text("severity", finding.Severity switch
            {
                Severity.Error => "critical",
                Severity.Warning => "minor",
                _ => "info",
            });
            json.Object("location", () =>
            {
                json.Text("path", path);
                json.Object("lines", () =>
                {
                    var line = finding.Place is { Source.IsFile: true, Line: > 0 } at ? at.Line : 1;
                    json.Number("begin", line);

                    // GitLab does not ask for it, Code Climate's format does.
                    json.Number("end", line);
                });
            });
        }));
    }

    /// <summary>The file as GitLab knows it, relative to the repository; another source by its description.</summary>
    private static string PathOf(Finding finding)
    {
        var path = finding switch
        {
            { Place.Source: { IsFile: true, Name: var name } } => name,
            { Subject: { } subject } => subject.File,
            _ => finding.Place?.Source.Description ?? NoSource,
        };
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    /// <summary>Lines that a message names change when something is inserted above.</summary>
    private static string WithoutNumbers(string message) => string.Concat(message.Where(c => !char.IsAsciiDigit(c)));

    /// <summary>The 64-bit FNV-1a hash: the runtime's own hashes need OpenSSL.</summary>
    private static string Fingerprint(string identity)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var unit in Encoding.UTF8.GetBytes(identity))
        {
            hash = unchecked((hash ^ unit) * 0x100000001b3);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
