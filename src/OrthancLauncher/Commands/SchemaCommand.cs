using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>Prints the JSON Schema of Orthanc's configuration, with what the image's definitions add to it.</summary>
internal static class SchemaCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var command = new DocumentedCommand("schema", "Print the JSON Schema of Orthanc's configuration, for editors and validators.")
        {
            Examples = [new("orthanc-launcher schema > orthanc.schema.json", "then \"$schema\": \"orthanc.schema.json\"")],
        };
        command.Add(input.Definitions);
        command.SetAction(result => Run(input.Read(result), host));
        return command;
    }

    private static int Run(InputArguments input, LauncherHost host)
    {
        var schema = new SourceReader(host).Context(input, out var findings).Definitions.Catalogue.Schema;
        foreach (var finding in findings)
        {
            host.WriteError(finding);
        }

        host.Output.Write(schema.Span);
        host.Output.Flush();
        return findings.HasErrors ? ExitCodes.Refused : ExitCodes.Fine;
    }
}
