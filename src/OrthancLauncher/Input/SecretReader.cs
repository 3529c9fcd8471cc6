using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Reads the secrets that carry settings.</summary>
internal sealed class SecretReader(SourceContext context, LauncherContext launcher)
{
    /// <param name="paths">The files in the folders of secrets.</param>
    public IReadOnlyList<InputSecret> Read(List<string> paths)
    {
        var wanted = SecretSelection.Select(paths, context.Options.SecretsFolders, launcher.Variables, launcher.Naming);
        ReportNearMisses(paths, wanted);
        return [.. wanted.Select(Read).OfType<InputSecret>()];
    }

    /// <summary>Reports secrets that are not applied although their names are nearly those of variables.</summary>
    private void ReportNearMisses(List<string> paths, IReadOnlyList<WantedSecret> wanted)
    {
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            if (SourceFolders.IsConfiguration(name) || wanted.Any(secret => secret.PointedBy is not null && secret.Path == path))
            {
                continue;
            }

            var meant = name == SpecialVariables.WholeConfiguration ? name : launcher.Naming.NearMiss(name);
            if (meant == SpecialVariables.WholeConfiguration)
            {
                context.Findings.Add(
                    new Finding(Rules.NearMissName, $"the secret {path} is not applied: {meant} is read as a variable only")
                    {
                        Place = new Place(new Source(SourceKind.SecretFile, context.Files.Locate(path))),
                        Remedy = "rename it to orthanc.json, which is read as a configuration",
                    });
            }
            else if (meant is not null && (meant == SpecialVariables.Password || launcher.Naming.IsSettingVariable(meant)))
            {
                context.Findings.Add(
                    new Finding(Rules.NearMissName, $"the secret {path} is not applied, but its name is nearly that of {meant}")
                    {
                        Place = new Place(new Source(SourceKind.SecretFile, context.Files.Locate(path))),
                        Remedy = $"rename it to {meant}",
                    });
            }
        }
    }

    /// <summary>Reads a secret that carries a setting.</summary>
    /// <returns>The secret, or null where its value is not known here and nothing can stand for it.</returns>
    private InputSecret? Read(WantedSecret secret)
    {
        var (files, unknown) = (context.Files, context.Unknown);
        var shown = secret.IsPathSecret ? $"{secret.Path[..(secret.Path.LastIndexOf('/') + 1)]}{SecretText.Mask}" : secret.Path;
        if (secret.Failure is not null)
        {
            return new InputSecret(secret.Variable, secret.PointedBy, secret.Path, default, secret.Failure) { ShownPath = shown };
        }

        // A fragment does not tell which secrets the container has.
        if (context.IsUnknown(secret.Path) || (context.IsFragment && !files.IsKnown(secret.Path)))
        {
            var text = UnknownValue.TextFor(secret.Variable, launcher.Naming, launcher.Definitions.Catalogue);
            var source = new Source(SourceKind.Secret, secret.PointedBy ?? secret.Variable, secret.Path);
            unknown.Add(
                context.UnknownAt(secret.Path) is { } mounted
                    ? mounted with { MayHoldSettings = text is null }
                    : UnknownValue.SourceOf(
                        new Place(source),
                        $"the value of {secret.Variable} comes from {files.Locate(secret.Path)} and is not available here", text,
                        mayHoldSettings: text is null));
            return text is null ? null : new InputSecret(secret.Variable, secret.PointedBy, secret.Path, Encoding.UTF8.GetBytes(text));
        }

        var content = files.Read(secret.Path, out var failure, HostFile.MaximumSecretLength);
        if (failure is not null && files is DeploymentFiles && files.Locate(secret.Path) is var located && located != secret.Path
            && !secret.IsPathSecret)
        {
            failure = $"{located}: {failure}";
        }
        else if (failure is not null && context.UngivenSecrets.Any(ungiven => secret.Path == $"/run/secrets/{ungiven.Name}"))
        {
            failure = "it is declared, but the service does not get it";
        }

        return new InputSecret(secret.Variable, secret.PointedBy, secret.Path, content, failure) { ShownPath = shown };
    }
}
