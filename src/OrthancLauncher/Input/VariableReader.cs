using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Reads the variables that a container would see.</summary>
internal static class VariableReader
{
    /// <param name="deployment">What describes the container, or null.</param>
    /// <exception cref="UsageException">A file cannot be read, or a variable has no name.</exception>
    public static List<EnvironmentVariable> Read(
        InputArguments arguments, IReadOnlyList<EnvironmentVariable> process, Deployment? deployment)
    {
        var variables = new List<EnvironmentVariable>();
        string? ProcessVariable(string name) => process.FirstOrDefault(variable => variable.Name == name)?.Value;

        // The first of equal names is used, so the last one on the command line goes first.
        foreach (var variable in arguments.Variables.Reverse())
        {
            var separator = variable.IndexOf('=', StringComparison.Ordinal);
            if (separator == 0 || variable.Length == 0)
            {
                throw new UsageException($"--env {variable}: write --env NAME=VALUE");
            }

            if (separator > 0)
            {
                variables.Add(new EnvironmentVariable(variable[..separator], variable[(separator + 1)..]));
            }
            else if (ProcessVariable(variable) is { } value)
            {
                variables.Add(new EnvironmentVariable(variable, value));
            }
        }

        foreach (var file in arguments.EnvFiles.Reverse())
        {
            var content = HostFile.Read(file, out var failure);
            if (failure is not null)
            {
                throw new UsageException($"--env-file {file}: it cannot be read: {failure}");
            }

            variables.AddRange(EnvFile.Read(file, content, ProcessVariable).AsEnumerable().Reverse());
        }

        foreach (var variable in deployment?.Variables ?? [])
        {
            if (variable.Value is not null)
            {
                variables.Add(new EnvironmentVariable(variable.Name, variable.Value) { IsSecret = variable.IsSecret });
            }
        }

        // A container does not see the variables of the machine that describes it; compose may pass some on.
        if (arguments.ReadsProcessEnvironment && deployment is null)
        {
            variables.AddRange(process);
        }

        return variables;
    }
}
