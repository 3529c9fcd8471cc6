using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Tests.Json;

/// <summary>Reads texts as files of the configuration folder.</summary>
internal static class JsonTexts
{
    public static readonly Source File = new(SourceKind.File, "/etc/orthanc/a.json");

    public static SourceText Source(string text) => new(File, Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a text that must be fine, without any finding.</summary>
    public static JsonValue Read(string text)
    {
        var findings = new FindingList();
        var json = JsonParser.ReadConfiguration(Source(text), findings, static _ => false);
        findings.Should().BeEmpty();
        return json!.Root;
    }

    /// <summary>Reads a text that must be refused, for one reason.</summary>
    public static Finding Refuse(string text) => Refuse(Encoding.UTF8.GetBytes(text));

    public static Finding Refuse(byte[] text)
    {
        var findings = new FindingList();
        var json = JsonParser.ReadConfiguration(new SourceText(File, text), findings, static _ => false);
        json.Should().BeNull("an error was expected");
        var finding = findings.Should().ContainSingle().Subject;
        finding.Severity.Should().Be(Severity.Error);
        finding.Place!.Value.Source.Should().Be(File);
        return finding;
    }

    /// <summary>What is written for a text.</summary>
    public static string Write(string text, bool indented = false)
    {
        var writing = new JsonWriter { IsIndented = indented };
        var findings = new FindingList();
        writing.Value(JsonParser.ReadConfiguration(Source(text), findings)!.Root);
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    /// <summary>The character above the caret of an excerpt.</summary>
    public static string AboveCaret(Finding finding)
    {
        var lines = finding.Excerpt!.Split('\n');
        lines.Should().HaveCount(2);
        lines[1].TrimStart(' ').Should().Be("^");
        var column = lines[1].Length - 1;
        return column < lines[0].Length ? lines[0][column].ToString() : "end";
    }
}
