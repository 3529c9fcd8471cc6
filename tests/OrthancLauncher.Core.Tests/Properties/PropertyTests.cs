using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Properties;

/// <summary>What holds for any input, tried on random ones.</summary>
public class PropertyTests
{
    private const string Marker = "Xq7hush9z";

    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    private static readonly CatalogueEntry[] Settings =
        [.. SettingsCatalogue.BuiltIn.All().Where(entry => !entry.Path.Contains('[') && !entry.Path.Contains('*'))];

    private static readonly string[] SecretPaths =
    [
        .. SettingsCatalogue.BuiltIn.All()
            .Where(entry => entry.Definition.IsSecret && entry.Definition.Types == SettingTypes.String && !entry.Path.Contains('['))
            .Select(entry => entry.Path.Replace("*", "own", StringComparison.Ordinal)),
        "Own.Password", "Own.deep.ApiKey", "RegisterdUsers.own", "PostgreSQL.Passwrod",
    ];

    [Property]
    public void A_variable_that_is_handed_out_leads_back_to_its_setting(PositiveInt index)
    {
        var path = Settings[index.Get % Settings.Length].Path;

        if (Naming.ToVariable(path.Split('.')) is { } variable)
        {
            Naming.Resolve(variable, out _)!.Path.Should().Be(path);
            Naming.NearMiss(variable).Should().BeNull();
        }
    }

    [Property]
    public void No_name_stops_the_search_for_what_was_meant(NonNull<string> name)
    {
        foreach (var variable in (string[])[name.Get, "ORTHANC_" + name.Get, "ORTHANC__" + name.Get, name.Get + "_PLUGIN_ENABLED"])
        {
            if (Naming.NearMiss(variable) is { } meant)
            {
                meant.Should().NotBe(variable);
                Naming.NearMiss(meant).Should().BeNull("a right name is not nearly another");
            }
        }
    }

    [Fact]
    public void A_configuration_merged_with_itself_stays_the_same()
    {
        Check(Configurations(), text => Merged(text, text).Should().Be(Merged(text)));
    }

    [Fact]
    public void An_empty_configuration_changes_nothing()
    {
        Check(Configurations(), text =>
        {
            Merged(text, "{}").Should().Be(Merged(text));
            Merged("{}", text).Should().Be(Merged(text));
        });
    }

    [Fact]
    public void Defaults_never_replace_what_is_set()
    {
        Check(Configurations().Two(), pair =>
        {
            var configuration = MergedConfiguration.Of([new Layer(JsonSource, [], Parsed(pair.Item1))], new FindingList());
            var before = Encoding.UTF8.GetString(configuration.ToJson().Span);
            configuration.FillGaps(null, Parsed(pair.Item1));
            Encoding.UTF8.GetString(configuration.ToJson().Span).Should().Be(before);
            configuration.FillGaps(null, Parsed(pair.Item2));
            foreach (var member in Parsed(pair.Item1).Members)
            {
                (member.Value.Kind == JsonKind.Object || configuration.Find(member.Name).Value.SameAs(member.Value)).Should().BeTrue();
            }
        });
    }

    [Property]
    public void A_text_without_a_dollar_is_not_changed_by_substitution(NonNull<string> text)
    {
        var plain = text.Get.Replace('$', ' ');
        Substituted(plain, "x").Should().Be(plain);
    }

    [Property]
    public void Any_value_of_a_variable_stays_one_string(NonNull<string> value)
    {
        // Neither a NUL nor half a surrogate pair can be in a variable.
        var text = string.Concat(value.Get.EnumerateRunes()).Replace("\0", "", StringComparison.Ordinal)
            .Replace("\uFFFD", "", StringComparison.Ordinal);
        var substituted = Substituted("""{"Name": "${V}", "Other": 1}""", text);

        var root = Parsed(substituted);
        root.Member("Name").GetString().Should().Be(text);
        root.Member("Other").Exists.Should().BeTrue();
    }

    [Fact]
    public void No_masked_output_holds_a_secret()
    {
        var cases =
            from configuration in Configurations()
            from path in Gen.Elements(SecretPaths)
            from noise in Noise()
            from count in Gen.Choose(0, 2)
            select (configuration, path, noise, count);
        Check(cases, one =>
        {
            var (before, after) = one.count switch { 0 => ("", one.noise), 1 => (one.noise, ""), _ => (one.noise, one.noise) };
            var secret = JsonEncoded($"{before}{Marker}{after}");
            var value = one.path.Split('.').Reverse().Aggregate(secret, (inner, key) => $"{{{JsonEncoded(key)}: {inner}}}");
            ShouldBeMasked(new Scenario().File(one.configuration, "/etc/orthanc/a.json").File(value, "/etc/orthanc/b.json"));
            ShouldBeMasked(new Scenario().Variable("ORTHANC_JSON", value).File(one.configuration));
            ShouldBeMasked(new Scenario().Variable("ORTHANC_JSON", value[..^1] + one.noise));
        });
    }

    [Fact]
    public void No_password_of_a_URL_is_shown()
    {
        Check(Noise().Two(), pair =>
            SecretText.MaskWithin($"http://user:{pair.Item1}{Marker}{pair.Item2}@host:8042/").Should().NotContain(Marker)
                .And.EndWith("@host:8042/"));
    }

    private static readonly Source JsonSource = new(SourceKind.File, "a.json");

    private static void Check<T>(Gen<T> generator, Action<T> body) => Prop.ForAll(generator.ToArbitrary(), body).QuickCheckThrowOnFailure();

    private static void ShouldBeMasked(Scenario scenario)
    {
        var plan = scenario.Plan();
        var rules = new SecretRules(plan.Catalogue);
        Encoding.UTF8.GetString(new ConfigurationRenderer(rules).ToMaskedJson(plan.Configuration).Span).Should().NotContain(Marker);
        plan.Findings.AllTexts().Should().NotContain(Marker);
        var excerpts = new SourceExcerpts(plan.Layers, rules);
        string.Join('\n', plan.Findings.Select(excerpts.Of)).Should().NotContain(Marker);
    }

    /// <summary>What may stand around a secret.</summary>
    private static Gen<string> Noise() =>
        Gen.Elements('a', '1', '"', '\\', '#', '/', '?', '@', ':', ' ', '&', '=', ';', '{', '}', '[', '$', '\'', ',', '%', 'é').ArrayOf()
            .Select(static letters => new string(letters)).Where(static text => !text.Contains("://", StringComparison.Ordinal));

    private static Gen<string> Configurations() =>
        Gen.Elements("Name", "HttpPort", "Own", "PostgreSQL", "Host", "x", "é\"", "LuaScripts").ArrayOf()
            .SelectMany(static keys => Values(2).ArrayOf(keys.Length), static (keys, values) => Object(keys, values));

    private static Gen<string> Values(int depth)
    {
        var scalars = Gen.Elements("1", "0.10", "true", "null", "\"x\"", "\"\"", "[]", "[1, \"a\"]", "{}");
        return depth == 0 ? scalars : Gen.OneOf(
            scalars,
            Gen.Elements("Host", "Port", "x", "y").ArrayOf()
                .SelectMany(keys => Values(depth - 1).ArrayOf(keys.Length), static (keys, values) => Object(keys, values)));
    }

    private static string Object(string[] keys, string[] values) =>
        $"{{{string.Join(", ", keys.Zip(values).DistinctBy(pair => pair.First).Select(
            pair => $"{JsonEncoded(pair.First)}: {pair.Second}"))}}}";

    private static string JsonEncoded(string text) => Encoding.UTF8.GetString(JsonStrings.Quote(text));

    private static JsonValue Parsed(string text) =>
        JsonParser.Read(new SourceText(JsonSource, Encoding.UTF8.GetBytes(text)), new FindingList())!.Root;

    private static string Merged(params string[] texts)
    {
        var configuration = MergedConfiguration.Of(texts.Select(text => new Layer(JsonSource, [], Parsed(text))), new FindingList());
        return Encoding.UTF8.GetString(configuration.ToJson().Span);
    }

    private static string Substituted(string text, string value)
    {
        var source = new SourceText(JsonSource, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(Substitution.Apply(source, _ => value, new FindingList(), out _)!.Content.Span);
    }
}
