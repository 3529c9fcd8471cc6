using System.CommandLine;
using System.Text;
using OrthancLauncher.Conversion;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>convert</c>; the file may be <c>-</c> for standard input.</summary>
internal sealed record ConvertArguments(InputArguments Input, string File, string From, string To)
{
    /// <summary>The folder to write secrets to; null to write none.</summary>
    public string? SecretsFolder { get; init; }

    public bool ShowsSecrets { get; init; }
}

/// <summary>Rewrites a configuration for another place.</summary>
internal static class ConvertCommand
{
    /// <summary>The folder that the output names as long as no secrets were written.</summary>
    private const string DefaultFolder = "./secrets";

    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var file = new Argument<string>("FILE") { Description = "a configuration of Orthanc, or an env file; - is standard input" };
        var to = new ChoiceOption("--to", "what to write", "env", "compose", "kubernetes", "json");
        var from = new ChoiceOption("--from", "what FILE is, auto by its content", "auto", "json", "env");
        var secretsOut = new Option<string>("--secrets-out")
        {
            HelpName = "DIR",
            Description = "write the secret values to files in DIR (mode 0600)",
        };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "write secret values into the output" };
        var command = new DocumentedCommand("convert", "Rewrite a configuration for another place; secrets apart.")
        {
            Examples =
            [
                new("orthanc-launcher convert orthanc.json --to env", "for docker run --env-file"),
                new("orthanc-launcher convert orthanc.json --to compose --secrets-out secrets"),
                new("orthanc-launcher convert old.env --to env", "replaces old names of variables"),
            ],
        };
        command.Add(file);
        command.AddOptions(to, from, secretsOut, showSecrets);

        command.Add(input.Variables);
        command.SetAction(result => Run(
            new ConvertArguments(input.Read(result), result.GetValue(file)!, result.GetValue(from)!, result.GetValue(to)!)
            {
                SecretsFolder = result.GetValue(secretsOut),
                ShowsSecrets = result.GetValue(showSecrets),
            },
            host));
        return command;
    }

    /// <exception cref="UsageException">A file cannot be read or written.</exception>
    private static int Run(ConvertArguments arguments, LauncherHost host)
    {
        if (arguments is { SecretsFolder: not null, ShowsSecrets: true })
        {
            throw new UsageException("--secrets-out and --show-secrets exclude each other");
        }

        var context = new SourceReader(host).Context(arguments.Input, out var findings);
        var input = Read(arguments, context, host, findings);
        foreach (var finding in findings.Where(finding => finding.Severity != Severity.Information))
        {
            host.WriteError(finding);
        }

        if (!input.IsReadable || findings.HasErrors)
        {
            return ExitCodes.Refused;
        }

        // Only Kubernetes has a place for secrets that are shown all the same.
        var separatesSecrets = !arguments.ShowsSecrets || arguments.To == "kubernetes";
        var assignments = SettingAssignments.Of(input.Configuration.Root, context, separatesSecrets);
        var result = ResultOf(arguments, input, assignments, separatesSecrets);
        CheckSecrets(arguments, result);
        WriteSecrets(arguments, result);
        host.Write(arguments.To switch
        {
            "compose" => ComposeWriter.Write(result),
            "kubernetes" => KubernetesWriter.Write(result, arguments.ShowsSecrets),
            "json" => JsonConversion.Write(input.Configuration.Root, assignments.IsSecret),
            _ => EnvFileWriter.Write(result),
        });
        foreach (var note in new ConvertNotes(arguments, result).Of(input, assignments, context))
        {
            host.WriteError(note);
        }

        return ExitCodes.Fine;
    }

    private static ConversionInput Read(ConvertArguments arguments, LauncherContext context, LauncherHost host, FindingList findings)
    {
        var content = host.ReadNamed(arguments.File);
        var name = arguments.File == "-" ? Source.StandardInput : arguments.File;
        if (!IsEnvFile(arguments.From, name, content.Span))
        {
            var given = new SourceReader(host).Variables(arguments.Input with { IgnoresEnvironment = true });
            return ConversionInput.FromFile(
                new Source(SourceKind.File, name), content, given, arguments.To, context, findings);
        }

        var alone = new List<NamedValue>();
        var variables = EnvFile.Read(name, content, variable =>
        {
            alone.Add(new NamedValue(variable, null));
            return null;
        });
        return ConversionInput.FromVariables(
            [.. variables.Select(variable => new NamedValue(variable.Name, variable.Value)), .. alone],
            keepsPassword: arguments.To != "json", context, findings);
    }

    /// <exception cref="UsageException">It is neither an env file nor a configuration.</exception>
    private static bool IsEnvFile(string from, string name, ReadOnlySpan<byte> content)
    {
        if (from != "auto")
        {
            return from == "env";
        }

        var kind = ContentRecognizer.KindOf(name, content);
        if (kind is ContentKind.Compose or ContentKind.Manifests)
        {
            var shown = kind == ContentKind.Compose ? "is a compose file" : "holds Kubernetes objects";
            throw new UsageException($"{name} {shown}; convert takes a configuration or an env file, "
                + $"which orthanc-launcher render {name} makes of it");
        }

        // Names of former images are not known to be for Orthanc where nobody says so.
        return ContentRecognizer.HoldsVariables(content);
    }

    private static ConversionResult ResultOf(
        ConvertArguments arguments, ConversionInput input, SettingAssignments assignments, bool separatesSecrets)
    {
        // A configuration file has no place for what is no setting.
        var kept = input.Kept.Where(variable => variable.Value is not null && arguments.To != "json")
            .ToLookup(variable => variable.IsSecret && separatesSecrets, variable => new Assignment(variable.Name, variable.Value!)
            {
                IsFile = variable.Name == SpecialVariables.Password,
                Pointer = variable.Name == SpecialVariables.Password ? SpecialVariables.Password + VariableNaming.SecretSuffix : null,
            });
        return new ConversionResult
        {
            Variables = [.. assignments.Variables, .. kept[false]],
            PassedOn = [.. input.Kept.Where(variable => variable.Value is null).Select(variable => variable.Name)],
            Secrets = [.. assignments.Secrets, .. kept[true]],
            SecretsFolder = arguments.SecretsFolder is null ? DefaultFolder : FromHere(arguments.SecretsFolder),
        };
    }

    /// <summary>A folder as compose files name it: what is relative begins with a dot.</summary>
    private static string FromHere(string folder)
    {
        var trimmed = folder.Length > 1 ? folder.TrimEnd('/') : folder;
        return trimmed is ['/' or '.', ..] ? trimmed : $"./{trimmed}";
    }

    /// <exception cref="UsageException">A secret has a reference to a variable in it, which nobody would substitute.</exception>
    private static void CheckSecrets(ConvertArguments arguments, ConversionResult result)
    {
        if (arguments.To != "json" && result.Secrets.FirstOrDefault(secret => References.IsIn(secret.Text)) is { } secret)
        {
            throw new UsageException(
                $"the secret {secret.Name} refers to a variable that is not set, and nothing is substituted in secrets; "
                    + "add --env NAME=VALUE");
        }
    }

    private static void WriteSecrets(ConvertArguments arguments, ConversionResult result)
    {
        if (arguments.SecretsFolder is not { } folder || result.Secrets.Count == 0)
        {
            return;
        }

        var status = FileStatus.Of(folder);
        if (status.Kind != FileKind.Folder && !(status.IsMissing && FileStatus.OfEntry(folder).IsMissing))
        {
            var reason = status.Error == 0 ? $"it is {status.Description}, not a folder" : FileErrors.Describe(folder, status.Error);
            throw new UsageException($"--secrets-out {folder}: {reason}");
        }

        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (arguments.To == "kubernetes")
            {
                ConfigurationFile.Write(
                    $"{folder}/{KubernetesWriter.SecretManifest}", Encoding.UTF8.GetBytes(KubernetesWriter.WriteSecret(result)));
                return;
            }

            foreach (var secret in result.SecretFiles)
            {
                ConfigurationFile.Write($"{folder}/{secret.Name}", Encoding.UTF8.GetBytes(secret.Text));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--secrets-out {folder}: it cannot be written: {FileErrors.Describe(exception)}");
        }
    }
}
