using System.Globalization;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Planning;

/// <param name="Name">What kind of step it is: <c>host-id</c>, <c>remove-link</c>, <c>link</c>, <c>name-library</c>, <c>write</c>,
/// <c>script</c> or <c>exec</c>.</param>
internal sealed record LaunchStep(string Name, string Text, IReadOnlyList<KeyValuePair<string, string>> Details)
{
    /// <summary>For <c>exec</c>: all arguments, the program's name first; otherwise empty.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>Says what a plan does, step by step, in the order in which it is done.</summary>
internal static class LaunchSteps
{
    public static IReadOnlyList<LaunchStep> Of(LaunchPlan plan)
    {
        var steps = new List<LaunchStep>();
        if (plan.HostId is { } hostId)
        {
            steps.Add(
                new LaunchStep("host-id", $"write the host id {(hostId.IsRandom ? "(a new random number)" : hostId.Text)} to {hostId.Path}",
                [new("path", hostId.Path), new("value", hostId.Text), new("random", hostId.IsRandom ? "true" : "false")]));
        }

        AddPlugins(plan, steps);
        var size = plan.Configuration.ToJson().Length.ToString(CultureInfo.InvariantCulture);
        steps.Add(new LaunchStep("write", $"write the configuration to {plan.OutputPath}, {size} bytes, mode 0600",
            [new("path", plan.OutputPath), new("mode", "0600"), new("bytes", size)]));
        if (plan.Script is { } script)
        {
            var shown = plan.Context.Variables.IsSecret(LaunchPlan.ScriptVariable) ? SecretText.Mask : SecretText.MaskWithin(script);
            steps.Add(new LaunchStep("script", $"run the start-up script: {shown}", [new("command", shown)]));
        }

        AddExec(plan.Exec, steps);
        return steps;
    }

    private static void AddPlugins(LaunchPlan plan, List<LaunchStep> steps)
    {
        foreach (var path in plan.Installation.StaleLinks)
        {
            steps.Add(new LaunchStep("remove-link", $"remove the link {path}, whose plugin is disabled", [new("path", path)]));
        }

        foreach (var link in plan.Installation.NewLinks)
        {
            steps.Add(new LaunchStep("link", $"link {link.Path} to {link.Target}", [new("path", link.Path), new("target", link.Target)]));
        }

        foreach (var path in plan.Installation.AddedPaths)
        {
            steps.Add(new LaunchStep("name-library", $"add {path} to the setting Plugins, since it cannot be linked", [new("path", path)]));
        }
    }

    private static void AddExec(ExecStep exec, List<LaunchStep> steps)
    {
        var details = new List<KeyValuePair<string, string>> { new("program", exec.Program) };
        if (exec.Preload is { } preload)
        {
            details.Add(new("LD_PRELOAD", preload));
        }

        var environment = exec.Preload is null ? "environment unchanged" : $"environment unchanged but for LD_PRELOAD={exec.Preload}";
        steps.Add(new LaunchStep("exec", $"exec {exec.Program} {string.Join(' ', exec.ShownArguments)}, {environment}", details)
        {
            Arguments = [exec.Program, .. exec.ShownArguments],
        });
    }
}
