using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;
using OrthancLauncher.Probing;

namespace OrthancLauncher.Fuzzing;

/// <summary>All that reads text from outside, with what must hold beside its coming to an end.</summary>
internal static class FuzzTargets
{
    private static readonly Regex CommentsAndTexts = new("""
        //[^\n\r]*|/\*.*?\*/|"([^"\\\n]|\\.)*"?
        """, RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    /// <summary>A secret, which nothing that is printed may hold.</summary>
    private const string Secret = "Xq7hush9z";

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["PW"] = "pass\"word\\",
        ["HOST"] = "db",
        ["NUMBER"] = "8042",
        ["EMPTY"] = "",
        ["LONG"] = new string('x', 500),
        ["SELF"] = "${SELF}",
    };

    private static readonly string[] JsonTokens =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "//", "/*", "*/", "\n", "null", "true", "false", "-0.0e+1", "1E400",
        "\\u0000", "\\ud800", "\"\\\"", "[[[[", "\"a\":", "{\"RegisteredUsers\": {\"a\": \"b\"}}", "\"DicomModalities\": ",
        "\"Plugins\": [\"/x.so\"]", "\"PostgreSQL\": {\"Password\": ", "\"Orthanc", "\"HttpPort\": ", "\uFEFF", "é", "😀",
    ];

    private static readonly string[] ReferenceTokens =
    [
        .. JsonTokens, "${PW}", "$PW", "${HOST:-", "${NUMBER-x}", "${EMPTY:?m}", "${MISSING?}", "$", "$$", "${", "${SELF}",
        "${LONG}", "}",
    ];

    private static readonly string[] EnvTokens =
    [
        "ORTHANC__", "ORTHANC__DICOM_WEB__ROOT=", "=", "'", "\"", "#", " #", "export ", "\r\n", "\n", "\\n", "\\\"", "$PW",
        "${HOST:-d}", "${A:?m}", "$$", "{\"a\": 1}", "\t", "\0", "é",
    ];

    private static readonly string[] YamlTokens =
    [
        "\n", "  ", "    - ", ": ", "- ", "&a ", "*a", "<<: *a", "|", "|-2", ">+", "\"", "'", "#", "{", "}", "[", "]", ",",
        "!reset ", "!override ", "!!str ", "---\n", "...\n", "? ", "\t", "services:\n", "  orthanc:\n",
        "    image: orthancteam/orthanc:24.1.1\n", "    environment:\n", "      ORTHANC__NAME: ", "    env_file: .env\n",
        "    volumes: [./a:/etc/orthanc:ro]\n", "    secrets: [s]\n", "secrets:\n", "configs:\n", "include:\n", "extends:\n",
        "x-a:\n", "${A:-", "${PW?}", "$$", "apiVersion: v1\n", "kind: ConfigMap\n", "kind: Deployment\n", "data:\n",
        "stringData:\n", "metadata:\n  name: a\n", "spec:\n", "containers:\n", "valueFrom:\n", "secretKeyRef:\n", "subPath: ",
        "envFrom:\n", "volumeMounts:\n", "é",
    ];

    private static readonly string[] HttpTokens =
    [
        "HTTP/1.1 ", "200", " OK", "\r\n", "\n", "401 Unauthorized", "Content-Length: ", "\x15\x03\x01", "HTTP/1.",
        "99999999999",
    ];

    /// <summary>Beginnings of records and of handshake messages, lengths, alerts, tags of certificates.</summary>
    private static readonly string[] TlsTokens =
    [
        "\x16\x03\x03\0\x04", "\x14\x03\x03\0\x01\x01", "\x15\x03\x03\0\x02\x02\x28", "\x15\x03\x03\0\x02\x01\0", "\x17\x03\x03\0\x10",
        "\x18\x03\x03\0\x03", "\0\0\0\0", "\x0E\0\0\0", "\x0B\0\0\x03\0\0\0", "\x0D\0\0\x04", "\x02\0\0", "\0\x2B\0\x02\x03\x04",
        "\0\x10\0", "\0\x05\0\0", "\x03\0", "\x03\x01", "\x03\x02", "\x03\x04", "\x30\x03", "\x06\x03\x55\x1D\x11", "\x02\x01", "\x0C\0",
    ];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("json", Json, JsonTokens, "tests/cases/*.json"),
        new("substitution", Substitute, ReferenceTokens, "tests/cases/substitution/*.json", "tests/cases/orthanc-json/*.json"),
        new("plan", Plan, ReferenceTokens, "tests/cases/*.json"),
        new("definitions", Definitions, JsonTokens, "*-defaults.json", "env-var-non-standards.json", "tests/drift/*.json"),
        new("env-file", input => Accepting(input, () => EnvFile.Read("a.env", input, Lookup)), EnvTokens,
            "examples/*.env", "tests/compose/*.env"),
        new("dot-env", input => Accepting(input, () => DotEnvFile.Read(".env", input, Lookup, static (_, _) => { })), EnvTokens,
            "examples/*.env", "tests/compose/*.env"),
        new("compose", input => Check(input, "compose.yml"), YamlTokens, "tests/compose/*.yml", "examples/*.yml"),
        new("kubernetes", input => Check(input, "manifest.yaml"), YamlTokens, "examples/deployment/manifests/*.yaml"),
        new("recognition", Recognize, [.. YamlTokens, .. JsonTokens], "tests/compose/*.yml", "examples/*.json"),
        new("http", Answer, HttpTokens),
        new("tls", AnswerOverTls, TlsTokens),
        new("command-line", CommandLine, FuzzHost.Words),
    ];

    /// <summary>
    /// What is JSON for .NET once its comments are spaces is JSON for us and the other way round, and what is written says the same.
    /// .NET refuses some comments that Orthanc and we read over.
    /// </summary>
    private static void Json(byte[] input)
    {
        var findings = new FindingList();
        var json = JsonParser.Read(TextOf(input), findings);
        var content = SourceText.WithoutMark(input);
        var isRight = Utf8.IsValid(content) && IsJson(WithoutComments(content));
        Require(json is not null == isRight || (isRight && HasHalfOfPair(content)),
            $"{(isRight ? "refused" : "accepted")}: {string.Join("; ", findings)}");
        if (json is { Root.Kind: JsonKind.Object })
        {
            var written = Merged(json.Root);
            Require(IsJson(written), "what is written is not JSON");
            Require(written.Span.SequenceEqual(Again(written)), "what is written is written differently again");
        }
    }

    /// <summary>No variable can make JSON of what is none, or the other way round.</summary>
    private static void Substitute(byte[] input)
    {
        var substituted = Substitution.Apply(TextOf(input), Lookup, new FindingList(), out _);
        if (Utf8.IsValid(input) && IsJson(input) && substituted is not null)
        {
            Require(IsJson(substituted.Content), "a variable broke the JSON");
        }
    }

    /// <summary>A plan is made of anything, what it writes is JSON, and what is shown of it holds no secret.</summary>
    private static void Plan(byte[] input)
    {
        var scenario = new Scenario().File(input).Secret("ORTHANC__POSTGRE_SQL__PASSWORD", Secret).Secret("ORTHANC__NAME", Secret)
            .Secret("ORTHANC__OWN__DEEP", $"{{\"x\": [\"{Secret}\"]}}");
        foreach (var (name, value) in Variables)
        {
            scenario.Variable(name, value);
        }

        var plan = scenario.Plan();
        if (plan.IsReadable)
        {
            Require(IsJson(plan.Configuration.ToJson()), "the configuration is not JSON");
        }

        var masked = Encoding.UTF8.GetString(new ConfigurationRenderer(new SecretRules(plan.Context.Definitions.Catalogue))
            .ToMaskedJson(plan.Configuration).Span);
        Require(!masked.Contains(Secret, StringComparison.Ordinal), "a secret is rendered");
        foreach (var finding in plan.Findings)
        {
            var shown = $"{finding}{finding.Excerpt}";
            Require(!shown.Contains(Secret, StringComparison.Ordinal), $"a finding of {finding.Rule} shows a secret");
        }
    }

    private static void Definitions(byte[] input)
    {
        foreach (var name in (string[])["orthanc-defaults.json", "plugins-defaults.json", "env-var-non-standards.json"])
        {
            _ = LauncherDefinitions.Load([new DefinitionsFile(name, TextOf(input))], new FindingList());
        }
    }

    private static void Recognize(byte[] input)
    {
        foreach (var name in (string[])["a.yml", "a.json", "a.env"])
        {
            _ = ContentRecognizer.KindOf(name, input);
        }
    }

    private static void Check(byte[] input, string name)
    {
        FuzzHost.Write(name, input);
        var (exitCode, output, error) = FuzzHost.Run("validate", "--format", "json", name);
        Require(exitCode is 0 or 1 or 2, $"exit code {exitCode}: {error}");
        Require(exitCode == 2 || IsJson(Encoding.UTF8.GetBytes(output)), $"the report is not JSON: {output}");
    }

    private static void CommandLine(byte[] input)
    {
        FuzzHost.Reset();
        var arguments = FuzzHost.Arguments(input);
        var (exitCode, _, error) = FuzzHost.Run(arguments);
        Require(exitCode is >= 0 and not ExitCodes.InternalError, $"exit code {exitCode} of {string.Join(' ', arguments)}: {error}");
    }

    private static void Answer(byte[] input) => Probing(target => HttpExchange.Run(new Channel(input), target));

    private static void AnswerOverTls(byte[] input)
    {
        // Native code can end the process; its folder stays then, with this file.
        FuzzHost.Write("tls", input);
        foreach (var isOwnHost in (bool[])[true, false])
        {
            var message = Probing(target => TlsAnswer.Probe(input, target with { IsOwnHost = isOwnHost }));
            Require(message?.Contains("within", StringComparison.Ordinal) != true, $"waited for a closed connection: {message}");
            Require(message?.EndsWith(": ", StringComparison.Ordinal) != true, $"failed without a reason: {message}");
            // OpenSSL is not instrumented, but each of its reasons is a way through it.
            CoverageMap.Count(message ?? "");
        }
    }

    /// <returns>Why Orthanc does not answer as it should, or null.</returns>
    private static string? Probing(Action<ProbeTarget> probe)
    {
        try
        {
            probe(new ProbeTarget { Host = "localhost", Port = 1, User = "u", Password = Secret });
            return null;
        }
        catch (ProbeException exception)
        {
            Require(!exception.Message.Contains(Secret, StringComparison.Ordinal), "a password is shown");
            return exception.Message;
        }
    }

    private static void Accepting(byte[] input, Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is DeploymentException or UsageException)
        {
            // A message may name what has a long name, but not repeat it.
            Require(exception.Message.Length < 1000 + input.Length, "a message has no end");
        }
    }

    private static string? Lookup(string name) => Variables.GetValueOrDefault(name);

    private static SourceText TextOf(byte[] input) => new(new Source(SourceKind.File, "a.json"), input);

    private static byte[] Again(ReadOnlyMemory<byte> json)
    {
        var source = new SourceText(new Source(SourceKind.File, "b.json"), json);
        return Merged(JsonParser.Read(source, new FindingList())!.Root).ToArray();
    }

    private static ReadOnlyMemory<byte> Merged(JsonValue root) =>
        MergedConfiguration.Of([new Layer(new Source(SourceKind.File, "a.json"), [], root)], new FindingList()).ToJson();

    private static byte[] WithoutComments(ReadOnlySpan<byte> content) => Encoding.Latin1.GetBytes(
        CommentsAndTexts.Replace(Encoding.Latin1.GetString(content), static match => match.Value[0] == '/' ? " " : match.Value));

    /// <summary>Whether an escape in a text is half of a surrogate pair, of which Orthanc refuses some.</summary>
    private static bool HasHalfOfPair(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(WithoutComments(content), JsonParser.Options);
        try
        {
            while (reader.Read())
            {
                _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
            }
        }
        catch (InvalidOperationException)
        {
            return true;
        }

        return false;
    }

    private static bool IsJson(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(
                text, new JsonDocumentOptions
                {
                    AllowTrailingCommas = true,
                    CommentHandling = JsonCommentHandling.Skip,
                    MaxDepth = JsonParser.MaximumDepth,
                });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzException(otherwise);
        }
    }

    /// <summary>Gives an answer in pieces.</summary>
    private sealed class Channel(byte[] answer) : IChannel
    {
        private int _position;

        public int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, Math.Min(7, answer.Length - _position));
            answer.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
