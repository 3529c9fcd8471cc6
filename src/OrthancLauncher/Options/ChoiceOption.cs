using System.CommandLine;
using System.CommandLine.Completions;

namespace OrthancLauncher.Options;

/// <summary>An option that accepts one of a few words, the first of which is the default.</summary>
internal sealed class ChoiceOption : Option<string>
{
    public ChoiceOption(string name, string description, params string[] choices)
        : base(name)
    {
        HelpName = "FORMAT";
        Description = $"{description}: {Words.Alternatives([$"{choices[0]} (default)", .. choices[1..]])}";
        DefaultValueFactory = _ => choices[0];
        CompletionSources.Add(_ => choices.Select(choice => new CompletionItem(choice)));
        Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !choices.Contains(result.Tokens[^1].Value))
            {
                result.AddError($"{name} must be {Words.Alternatives(choices)}, not {result.Tokens[^1].Value}");
            }
        });
    }
}
