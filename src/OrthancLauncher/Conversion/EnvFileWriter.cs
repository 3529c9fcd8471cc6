using System.Text;

namespace OrthancLauncher.Conversion;

/// <summary>Writes a file for <c>docker run --env-file</c>, in which nothing is quoted.</summary>
internal static class EnvFileWriter
{
    /// <summary>The file's text.</summary>
    public static string Write(ConversionResult result)
    {
        var builder = new StringBuilder();
        foreach (var variable in result.Variables)
        {
            builder.Append(variable.Name).Append('=').Append(variable.Text).Append('\n');
        }

        foreach (var name in result.PassedOn)
        {
            builder.Append(name).Append('\n');
        }

        foreach (var secret in result.SecretVariables)
        {
            builder.Append("# a secret: docker takes its value from the variable of the shell that runs it\n").Append(secret.Name)
                .Append('\n');
        }

        if (result.SecretFiles.Any())
        {
            builder.Append("# secrets: each is a file that has to be mounted in /run/secrets\n");
        }

        foreach (var secret in result.SecretFiles)
        {
            builder.Append(secret.Pointer is null ? $"# {secret.Name}" : $"{secret.Pointer}={secret.Name}").Append('\n');
        }

        return builder.ToString();
    }
}
