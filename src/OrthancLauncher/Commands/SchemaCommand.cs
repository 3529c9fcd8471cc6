using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>Prints the JSON Schema of Orthanc's configuration, with what the image's definitions add to it.</summary>
internal static class SchemaCommand
{
    /// <summary>Prints the schema.</summary>
    /// <param name="input">Where definitions come from.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code.</returns>
    public static int Run(InputArguments input, LauncherHost host)
    {
        var schema = new SourceReader(host).Definitions(input, out var findings).Catalogue.Schema;
        foreach (var finding in findings)
        {
            host.WriteError(finding.ToString());
        }

        host.Output.Write(schema.Span);
        host.Output.Flush();
        return findings.HasErrors ? ExitCodes.Refused : ExitCodes.Fine;
    }
}
