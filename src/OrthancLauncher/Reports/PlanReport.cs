using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes the steps of a launch.</summary>
internal static class PlanReport
{
    /// <summary>The steps in words, numbered.</summary>
    public static string WriteText(LaunchPlan plan)
    {
        var text = new StringBuilder();
        if (plan.IsRefused)
        {
            text.Append("A launch would be refused. Without these errors it would:\n");
        }

        var number = 0;
        foreach (var step in LaunchSteps.Of(plan))
        {
            text.Append(CultureInfo.InvariantCulture, $"{++number}. {Printable.Of(step.Text)}\n");
        }

        return text.ToString();
    }

    /// <summary>The steps as JSON: <c>{"refused": false, "steps": [{"step": "write", "path": …}, …]}</c>.</summary>
    public static string WriteJson(LaunchPlan plan) => ReportJson.Document(json => json.Object(() =>
    {
        json.Flag("refused", plan.IsRefused);
        json.Objects("steps", LaunchSteps.Of(plan), step =>
        {
            json.Text("step", step.Name);
            foreach (var (name, value) in step.Details)
            {
                json.Text(name, value);
            }

            json.Texts("arguments", step.Arguments);
        });
    }));
}
