using System.Text;
using OrthancLauncher.Conversion;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Commands;

/// <summary>What <c>convert</c> says beside its output: what is not in it, and what else is to be done.</summary>
internal sealed class ConvertNotes(ConvertArguments arguments, ConversionResult result)
{
    /// <summary>Docker's limit for a line of an env file.</summary>
    private const int LongestLine = 64 * 1024;

    /// <summary>Linux's limit for a variable, its name included.</summary>
    private const int LongestVariable = 128 * 1024;

    public IEnumerable<string> Of(ConversionInput input, SettingAssignments assignments, LauncherContext context)
    {
        if (arguments.To == "json")
        {
            if (input.Kept.Count > 0)
            {
                yield return $"not settings, left out: {Listed(input.Kept.Select(variable => variable.Name))}";
            }
        }
        else
        {
            foreach (var note in assignments.Notes)
            {
                yield return note;
            }

            foreach (var path in RoundTrip.Differences(input.Configuration.Root, assignments, context))
            {
                yield return $"{path} has an unexpected type and cannot be expressed as a variable; check it, or keep it in a file";
            }

            if (arguments.To == "kubernetes" && result.PassedOn.Count > 0)
            {
                yield return $"left out, because the file does not set their values: {Listed(result.PassedOn)}";
            }

            foreach (var note in OnLength())
            {
                yield return note;
            }
        }

        foreach (var note in OnSecrets())
        {
            yield return note;
        }
    }

    private IEnumerable<string> OnLength()
    {
        foreach (var variable in result.Variables)
        {
            var length = Encoding.UTF8.GetByteCount(variable.Name) + 1 + Encoding.UTF8.GetByteCount(variable.Text);
            if (length >= LongestVariable)
            {
                yield return $"{variable.Name} is longer than a variable can be ({LongestVariable / 1024} KiB); keep it in a file";
            }
            else if (length >= LongestLine && arguments.To == "env")
            {
                yield return $"{variable.Name} is longer than a line of docker's env files can be ({LongestLine / 1024} KiB); "
                    + "keep it in a file";
            }
        }
    }

    private IEnumerable<string> OnSecrets()
    {
        if (result.Secrets.Count == 0 || arguments.ShowsSecrets)
        {
            yield break;
        }

        if (arguments.SecretsFolder is null && (arguments.To == "kubernetes" || result.SecretFiles.Any()))
        {
            var (left, written) = arguments.To == "kubernetes" ? (result.Secrets, "a Secret") : (result.SecretFiles, "files");
            yield return $"secrets left out: {Listed(left.Select(secret => secret.Name))} (use --secrets-out DIR to write them as "
                + $"{written})";
        }
        else if (arguments.To == "kubernetes")
        {
            yield return $"the Secret is in {arguments.SecretsFolder}/{KubernetesWriter.SecretManifest}";
        }
        else if (result.SecretFiles.Any())
        {
            yield return $"mount the files of {arguments.SecretsFolder} in /run/secrets";
        }

        if (arguments.To is "env" or "compose" && result.SecretVariables.Any())
        {
            yield return "taken from the environment (secret, "
                + $"not a setting): {Listed(result.SecretVariables.Select(secret => secret.Name))}";
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
