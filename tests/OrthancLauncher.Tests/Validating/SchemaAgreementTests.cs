using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>
/// The launcher's checks and an independent validator of JSON Schema, ajv, judge the same configurations. They are made from the
/// catalogue by a generator with a fixed seed: each holds one setting, with a right or a wrong value.
/// </summary>
public class SchemaAgreementTests
{
    private const int Seed = 20231121;

    /// <summary>The rules that say what a JSON Schema can say too.</summary>
    private static readonly string[] RulesOfSchemas = ["wrong-type", "not-in-enum", "out-of-range", "aet-too-long", "malformed-value"];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Sample(string Setting, string Kind, string Document);

    [NodeFact]
    public void Every_verdict_is_that_of_ajv()
    {
        var samples = Samples().ToList();
        samples.Select(sample => sample.Kind).Distinct()
            .Should().Contain(["right", "wrong type", "out of enum", "below", "above", "too long"]);

        var theirs = AskAjv([.. samples.Select(sample => sample.Document)]);
        using var host = ValidationHosts.Quiet().WithoutPassword();
        var disagreements = new List<string>();
        var judgements = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        for (var i = 0; i < samples.Count; i++)
        {
            var ours = Judge(host, samples[i].Document);
            var isRight = theirs[i].Length == 0;
            judgements[isRight]++;
            if (isRight != (ours.Length == 0))
            {
                disagreements.Add(
                    $"{samples[i].Setting} ({samples[i].Kind}): {samples[i].Document}: ajv says [{string.Join(", ", theirs[i])}], "
                        + $"validate says [{string.Join(", ", ours)}]");
            }
            else if (samples[i].Kind == "right" && !isRight)
            {
                disagreements.Add($"{samples[i].Setting}: {samples[i].Document} should be right: [{string.Join(", ", theirs[i])}]");
            }
        }

        disagreements.Should().BeEmpty();
        judgements.Values.Should().OnlyContain(count => count > 0, "both verdicts must occur");
    }

    /// <summary>Where the two differ on purpose: what a JSON Schema cannot say, or says otherwise than Orthanc.</summary>
    [NodeFact]
    public void The_known_differences_are_these()
    {
        (string Document, bool Theirs, bool Ours)[] differences =
        [
            // A number without fraction is an integer for a JSON Schema, however it is written; Orthanc's JSON reader has another opinion.
            ("""{"HttpPort": 8042.0}""", true, false),
            ("""{"HttpPort": 8e3}""", true, false),
        ];

        var theirs = AskAjv([.. differences.Select(difference => difference.Document)]);

        using var host = ValidationHosts.Quiet().WithoutPassword();
        for (var i = 0; i < differences.Length; i++)
        {
            (theirs[i].Length == 0).Should().Be(differences[i].Theirs, differences[i].Document);
            (Judge(host, differences[i].Document).Length == 0).Should().Be(differences[i].Ours, differences[i].Document);
        }
    }

    private static string[] Judge(TestHost host, string document)
    {
        host.WithFile("etc/a.json", document);
        return
        [
            .. Validation.Of(host)
            .Findings.Where(
                finding => RulesOfSchemas.Contains(finding.Rule) && finding.Source!.StartsWith("etc/", StringComparison.Ordinal))
            .Select(finding => $"{finding.Rule} {finding.Setting}"),
        ];
    }

    private static string[][] AskAjv(List<string> documents)
    {
        using var host = new TestHost();
        host.Run("schema").Should().Be(0);
        return Node.SchemaErrors(host.Output, documents);
    }

    private static IEnumerable<Sample> Samples()
    {
#pragma warning disable CA5394 // The same samples every time are just what is wanted.
        var random = new Random(Seed);
        foreach (var (path, definition) in SettingsCatalogue.BuiltIn.All())
        {
            var segments = path.Split('.');

            // Of what nobody reads any type will do, and what a peer must have a schema of this kind cannot say.
            if (!definition.IsRead || segments is ["OrthancPeers", ..] or ["DicomWeb", "Servers", ..])
            {
                continue;
            }

            if (Right(definition, random) is not { } right)
            {
                continue;
            }

            yield return Make(path, segments, "right", right);
            foreach (var wrong in WrongTypes(definition).OrderBy(_ => random.Next()).Take(2))
            {
                yield return Make(path, segments, "wrong type", wrong);
            }

            if (definition.AllowedValues.Count > 0)
            {
                yield return Make(path, segments, "right", Text(definition.AllowedValues[random.Next(definition.AllowedValues.Count)]));
                yield return Make(path, segments, "out of enum", Text(definition.AllowedValues[0] + "x"));
                var upper = definition.AllowedValues[0].ToUpperInvariant();
                yield return Make(path, segments, definition.Allows(upper) ? "right" : "out of enum", Text(upper));
            }

            if (definition.Minimum is { } minimum)
            {
                yield return Make(path, segments, "right", Number(minimum));
                yield return Make(path, segments, "below", Number(minimum - 1));
            }

            if (definition.Maximum is { } maximum)
            {
                yield return Make(path, segments, "right", Number(maximum));
                yield return Make(path, segments, "above", Number(maximum + 1));
                yield return Make(path, segments, "above", "123456789012345678901234567890");
            }

            if (definition is { MaxLength: { } longest, Types: SettingTypes.String })
            {
                yield return Make(path, segments, "right", Text(new string('A', longest)));
                yield return Make(path, segments, "too long", Text(new string('A', longest + 1)));
            }

            var element = definition.Element;
            if (element.Exists
                && element.Types != SettingTypes.Any
                && definition.PositionCount == 0
                && definition.Types.HasFlag(SettingTypes.Array)
                && Right(element, random) is { } item)
            {
                yield return Make(path, segments, "right", $"[{item}, {item}]");
                yield return Make(path, segments, "right", "[]");
                foreach (var wrong in WrongTypes(element).OrderBy(_ => random.Next()).Take(1))
                {
                    yield return Make(path, segments, "wrong type", $"[{item}, {wrong}]");
                }

                if (element.AllowedValues.Count > 0)
                {
                    yield return Make(path, segments, "out of enum", $"[{item}, \"nobody knows\"]");
                }
            }
        }
#pragma warning restore CA5394
    }

    /// <summary>A value that the setting takes, or null where the catalogue does not say.</summary>
    private static string? Right(SettingDefinition definition, Random random)
    {
        var types = definition.Types;
        if (types == SettingTypes.Any)
        {
            return null;
        }

        if (definition.AllowedValues.Count > 0 || definition.Kind == "aet" || definition.MinLength > 0 || definition.RequiredKeys.Count > 0)
        {
            return Filler(definition);
        }

#pragma warning disable CA5394
        string[] candidates =
        [
            types.HasFlag(SettingTypes.Boolean) ? (random.Next(2) == 0 ? "true" : "false") : "",
            types.HasFlag(SettingTypes.Integer)
                ? Number(random.NextInt64(definition.Minimum ?? -1000, Math.Min(definition.Maximum ?? 1000, int.MaxValue) + 1))
                : "",
            types.HasFlag(SettingTypes.Number) ? "0.5" : "",
            types.HasFlag(SettingTypes.String) ? Text(definition.Kind == "port" ? "104" : "aé放\"\\") : "",
            types.HasFlag(SettingTypes.Null) ? "null" : "",
            types.HasFlag(SettingTypes.Object) ? "{}" : "",
            types.HasFlag(SettingTypes.Array) ? "[]" : "",
        ];
        candidates = [.. candidates.Where(candidate => candidate.Length > 0)];
        return candidates[random.Next(candidates.Length)];
#pragma warning restore CA5394
    }

    private static IEnumerable<string> WrongTypes(SettingDefinition definition)
    {
        var types = definition.Types;
        (SettingTypes Type, string Value)[] values =
        [
            (SettingTypes.Boolean, "true"), (SettingTypes.Integer | SettingTypes.Number, "7"), (SettingTypes.Number, "1.5"),
            (SettingTypes.Number, "-2.5e-3"),
            (SettingTypes.String, "\"true\""), (SettingTypes.String, "\"7\""), (SettingTypes.Array, "[\"x\"]"), (SettingTypes.Array, "[]"),
            (SettingTypes.Object, "{\"x\": 1}"), (SettingTypes.Object, "{}"), (SettingTypes.Null, "null"),
        ];
        return values.Where(value => (types & value.Type) == 0).Select(value => value.Value);
    }

    /// <summary>A configuration that holds one value at a path of the catalogue.</summary>
    private static string Fillers(SettingDefinition array, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(index => Filler(array.Position(index)) + ", "));

    private static Sample Make(string path, string[] segments, string kind, string value)
    {
        var text = value;
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            var above = i == 0 ? SettingsCatalogue.BuiltIn.Root : SettingsCatalogue.BuiltIn.Find(segments[..i]);
            text = segments[i] switch
            {
                "*" => $"{{\"{(segments[i - 1] == "Dictionary" ? "0015,1020" : "own-key")}\": {text}}}",
                "[]" => $"[{text}]",
                ['[', .. var position, ']'] when int.Parse(position, CultureInfo.InvariantCulture) is var index =>
                    $"[{Fillers(above, index)}{text}{Rest(above, index + 1)}]",
                var key => $"{{{Text(key)}: {text}{OtherKeys(above, key)}}}",
            };
        }

        return new Sample(path, kind, text);
    }

    private static string OtherKeys(SettingDefinition above, string key) =>
        string.Concat(above.RequiredKeys.Where(other => other != key).Select(other => $", {Text(other)}: {Filler(above.Child(other))}"));

    /// <summary>The positions that must follow.</summary>
    private static string Rest(SettingDefinition array, int from) =>
        string.Concat(Enumerable.Range(from, Math.Max(0, (array.MinLength ?? 0) - from))
            .Select(index => ", " + Filler(array.Position(index))));

    /// <summary>A right value.</summary>
    private static string Filler(SettingDefinition definition) => definition switch
    {
        { RequiredKeys.Count: > 0 } =>
            $"{{{string.Join(", ", definition.RequiredKeys.Select(key => $"{Text(key)}: {Filler(definition.Child(key))}"))}}}",
        { MinLength: { } least } when definition.Types == SettingTypes.Array => $"[{Rest(definition, 0)[2..]}]",
        { Types: SettingTypes.String, Kind: "aet" } => Text("AET"),
        { AllowedValues.Count: > 0 } => Text(definition.AllowedValues[0]),
        _ when definition.Types.HasFlag(SettingTypes.Integer) => Number(definition.Minimum ?? 1),
        _ when definition.Types.HasFlag(SettingTypes.Array) => "[]",
        _ => Text("x"),
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text) => JsonSerializer.Serialize(text, Unescaped);
}
