using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Planning;

namespace OrthancLauncher.Reports;

/// <summary>Writes the steps of a launch.</summary>
internal static class PlanReport
{
    /// <summary>The steps in words, numbered.</summary>
    /// <param name="plan">The plan.</param>
    public static string WriteText(LaunchPlan plan)
    {
        var text = new StringBuilder();
        if (plan.IsRefused)
        {
            text.Append("A launch would be refused. Without the errors it would:\n");
        }

        var number = 0;
        foreach (var step in LaunchSteps.Of(plan))
        {
            text.Append(CultureInfo.InvariantCulture, $"{++number}. {step.Text}\n");
        }

        return text.ToString();
    }

    /// <summary>The steps as JSON: <c>{"refused": false, "steps": [{"step": "write", "path": …}, …]}</c>.</summary>
    /// <param name="plan">The plan.</param>
    public static string WriteJson(LaunchPlan plan)
    {
        var writing = new JsonWriter { IsForOrthanc = false };
        writing.StartObject();
        writing.Key("refused");
        writing.Boolean(plan.IsRefused);
        writing.Key("steps");
        writing.StartArray();
        foreach (var step in LaunchSteps.Of(plan))
        {
            writing.StartObject();
            writing.Text("step", step.Name);
            foreach (var (name, value) in step.Details)
            {
                writing.Text(name, value);
            }

            if (step.Arguments.Count > 0)
            {
                writing.Key("arguments");
                writing.StartArray();
                foreach (var argument in step.Arguments)
                {
                    writing.String(argument);
                }

                writing.EndArray();
            }

            writing.EndObject();
        }

        writing.EndArray();
        writing.EndObject();
        writing.EndOfText();
        return Encoding.UTF8.GetString(writing.Written.Span);
    }
}
