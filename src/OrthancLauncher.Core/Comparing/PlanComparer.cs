using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;

namespace OrthancLauncher.Core.Comparing;

/// <summary>Compares what Orthanc would get from two plans. Order and formatting of a configuration mean nothing.</summary>
internal static class PlanComparer
{
    public static Comparison Compare(LaunchPlan left, LaunchPlan right) => new()
    {
        Settings = Settings(
            new(left.Configuration.Root), new Side(left), new(right.Configuration.Root), new Side(right)),
        Plugins = Plugins(left, right),
        RemovedArguments = [.. Arguments(left).Except(Arguments(right))],
        AddedArguments = [.. Arguments(right).Except(Arguments(left))],
    };

    /// <summary>
    /// Compares the file that a launch wrote with what it would write now. Nothing of the file is shown, as it does not tell what of it
    /// came from a secret.
    /// </summary>
    public static IReadOnlyList<SettingDifference> Settings(JsonValue written, LaunchPlan next) =>
        Settings(new(written), new Side(next, hidesAll: true), new(next.Configuration.Root), new Side(next));

    private static List<SettingDifference> Settings(ConfigurationNode left, Side leftSide, ConfigurationNode right, Side rightSide)
    {
        var differences = new List<SettingDifference>();
        Compare(left, right, [], new Sides(leftSide, rightSide), differences);
        return differences;
    }

    private static void Compare(
        ConfigurationNode left, ConfigurationNode right, List<string> segments, Sides sides, List<SettingDifference> differences)
    {
        if (MayHaveMembers(left) && MayHaveMembers(right) && (HasMembers(left) || HasMembers(right)))
        {
            foreach (var name in left.Names.Union(right.Names).ToList())
            {
                segments.Add(name);
                Compare(left.Member(name), right.Member(name), segments, sides, differences);
                segments.RemoveAt(segments.Count - 1);
            }

            return;
        }

        if (left.Exists && right.Exists && SameAs(left, right))
        {
            return;
        }

        // What came from a secret on one side may be shown on neither: the other may hold the same secret in a file.
        var isSecret = IsFromSecret(left) || IsFromSecret(right);
        var shownLeft = sides.Left.Show(left, segments, sides.Right, isSecret);
        var shownRight = sides.Right.Show(right, segments, sides.Left, isSecret);
        differences.Add(
            new SettingDifference(
                SettingPath.Join(segments), shownLeft, shownRight,
                IsHidden: shownLeft is not null && shownRight is not null && shownLeft.Text == shownRight.Text));
    }

    private static bool IsFromSecret(ConfigurationNode node) => node.Merged is null && node.Exists && node.Value.Source.IsSecret;

    private static bool MayHaveMembers(ConfigurationNode node) => !node.Exists || node.Kind == JsonKind.Object;

    /// <summary>Without members, an object is compared like a value.</summary>
    private static bool HasMembers(ConfigurationNode node) => node.Exists && node.Kind == JsonKind.Object && !node.IsEmpty;

    private static bool SameAs(ConfigurationNode left, ConfigurationNode right)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        return left.Kind switch
        {
            JsonKind.Object => left.IsEmpty && right.IsEmpty,
            JsonKind.Number => SameNumber(left.Value.ToString(), right.Value.ToString()),
            _ => left.Value.SameAs(right.Value),
        };
    }

    /// <summary>Whether two texts are one number: <c>1e3</c> and <c>1000</c>.</summary>
    private static bool SameNumber(string left, string right) =>
        left == right
        || decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var one)
        && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var other)
        && one == other;

    private static List<PluginDifference> Plugins(LaunchPlan left, LaunchPlan right)
    {
        var before = left.Plugins.ToDictionary(state => state.Plugin.Name);
        var now = right.Plugins.ToDictionary(state => state.Plugin.Name);
        var differences = new List<PluginDifference>();
        foreach (var name in before.Keys.Union(now.Keys))
        {
            var isEnabled = now.GetValueOrDefault(name)?.IsEnabled == true;
            if (isEnabled != (before.GetValueOrDefault(name)?.IsEnabled == true))
            {
                var reason = now.TryGetValue(name, out var state) ? state.ReasonText : "the image does not have it";
                differences.Add(new PluginDifference(name, isEnabled, reason));
            }
        }

        return differences;
    }

    /// <summary>Orthanc's arguments but for the file: where that lies says nothing about what is in it.</summary>
    public static IEnumerable<string> Arguments(LaunchPlan plan) =>
        plan.Exec.ShownArguments.Where(argument => argument != plan.OutputPath);

    private sealed record Sides(Side Left, Side Right);

    /// <summary>Shows the values of one plan.</summary>
    /// <param name="hidesAll">Whether no value may be shown.</param>
    private sealed class Side(LaunchPlan plan, bool hidesAll = false)
    {
        private readonly ConfigurationRenderer _renderer = new(plan.Context.Secrets);

        /// <summary>Shows a value as far as the definitions of both sides allow it.</summary>
        /// <param name="isSecret">Whether it must not be shown whatever they say.</param>
        public ExplainedValue? Show(ConfigurationNode node, List<string> segments, Side other, bool isSecret)
        {
            if (!node.Exists)
            {
                return null;
            }

            if (node.Merged is not null)
            {
                return new ExplainedValue(node.IsEmpty ? "{}" : "{…}", JsonKind.Object, ValueOrigin.File, "");
            }

            var value = node.Value;
            var own = _renderer.ToMaskedText(value, segments);
            var text = isSecret || hidesAll ? $"\"{SecretText.Mask}\""
                : own.Contains(SecretText.Mask, StringComparison.Ordinal) ? own
                : other._renderer.ToMaskedText(value, segments);
            // In a deployment it is where somebody wrote what the container gets as a variable or mounted file.
            var place = plan.Origins.TryGetValue(value.Place.Source, out var origin)
                ? origin.PlaceOf(value.Place.Line, value.Place.Column)
                : value.Place;
            return new ExplainedValue(text, value.Kind, ValueOrigins.Of(value.Source), place.ToString()) { Place = place };
        }
    }
}
