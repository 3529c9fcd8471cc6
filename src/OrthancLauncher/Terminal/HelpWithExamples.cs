using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OrthancLauncher.Terminal;

/// <summary>Prints a command's help, and below it how the command is used.</summary>
/// <param name="help">Prints the help itself.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["orthanc-launcher"] =
        [
            "orthanc-launcher                                        # start Orthanc, as a container does",
            "orthanc-launcher render --root deployment --env-file deployment/orthanc.env",
            "orthanc-launcher validate --compose compose.yml --service orthanc",
        ],
        ["launch"] =
        [
            "orthanc-launcher launch /tmp/orthanc.json               # write the configuration there",
            "orthanc-launcher launch extra.json -- --upgrade         # a further file, and an argument for Orthanc",
        ],
        ["render"] =
        [
            "orthanc-launcher render --annotated                     # each value with its source",
            "orthanc-launcher render --plan                          # what a start would do",
            "orthanc-launcher render --env ORTHANC__NAME=test --show-secrets",
        ],
        ["validate"] =
        [
            "orthanc-launcher validate --strict --format github      # annotations in a workflow",
            "orthanc-launcher validate --kubernetes manifests/ --workload orthanc",
        ],
        ["explain"] =
        [
            "orthanc-launcher explain DicomWeb.Root",
            "orthanc-launcher explain ORTHANC__POSTGRESQL__HOST",
            "orthanc-launcher explain --format html > configuration.html",
        ],
        ["env"] = ["orthanc-launcher env list wado", "orthanc-launcher env name DicomWeb.Root", "orthanc-launcher env check orthanc.env"],
        ["list"] = ["orthanc-launcher env list wado", "orthanc-launcher env list --component PostgreSQL --format dotenv"],
        ["name"] = ["orthanc-launcher env name DicomWeb.Root"],
        ["setting"] = ["orthanc-launcher env setting ORTHANC__DICOM_WEB__ROOT"],
        ["check"] = ["orthanc-launcher env check orthanc.env"],
        ["convert"] =
        [
            "orthanc-launcher convert orthanc.json --to env          # for docker run --env-file",
            "orthanc-launcher convert orthanc.json --to compose --secrets-out secrets",
            "orthanc-launcher convert old.env --from env --to env    # old names become today's",
        ],
        ["plugins"] = ["orthanc-launcher plugins", "orthanc-launcher plugins --format markdown           # for an image's documentation"],
        ["schema"] = ["orthanc-launcher schema > orthanc.schema.json           # then \"$schema\": \"orthanc.schema.json\" in a file"],
        ["completion"] = ["source <(orthanc-launcher completion bash)"],
        ["probe"] = ["orthanc-launcher probe --timeout 4"],
    };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var name = command is RootCommand ? "orthanc-launcher" : command.Name;
        if (Examples.TryGetValue(name, out var examples))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        return exitCode;
    }
}
