using System.Globalization;
using OrthancLauncher.Fuzzing;

const string Usage = """
    Feeds mutated inputs to what reads text from outside, guided by the branches that they reach.

      dotnet run --project tests/OrthancLauncher.Fuzzing -c Release -- [OPTION...] [TARGET...]

    Without TARGET all take turns. The seeds are the project's own cases and corpus/TARGET, which holds what once failed.

      --executions N     stop after so many executions of each target
      --seconds N        stop after so many seconds of all targets together (default 60)
      --seed N           for other random numbers (default 1)
      --failures FOLDER  where inputs that fail are kept (default: the temporary folder)
      --run FILE         run one input, with one TARGET
      --list             the names of the targets

    Ended by Ctrl-C or SIGTERM it says what it did until then. Exit code 1 if an input failed, 2 for wrong usage.
    """;

var options = new FuzzOptions();
var names = new List<string>();
string? single = null;
try
{
    for (var i = 0; i < args.Length; i++)
    {
        string Value() => ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value");
        long Number() => long.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);
        switch (args[i])
        {
            case "--executions":
                options = options with { Executions = Number(), Seconds = null };
                break;
            case "--seconds":
                options = options with { Seconds = Number() };
                break;
            case "--seed":
                options = options with { Seed = (int)Number() };
                break;
            case "--failures":
                options = options with { Failures = Value() };
                break;
            case "--run":
                single = Value();
                break;
            case "--list":
                Console.WriteLine(string.Join('\n', FuzzTargets.All.Select(static target => target.Name)));
                return 0;
            case "--help" or "-h":
                Console.WriteLine(Usage);
                return 0;
            case var name when FuzzTargets.All.Any(target => target.Name == name):
                names.Add(name);
                break;
            default:
                throw new FormatException($"{args[i]} is neither an option nor a target (see --help)");
        }
    }
}
catch (Exception exception) when (exception is FormatException or OverflowException)
{
    Console.Error.WriteLine($"fuzzing: {exception.Message}");
    return 2;
}

var targets = FuzzTargets.All.Where(target => names.Count == 0 || names.Contains(target.Name)).ToArray();
if (single is not null)
{
    targets[0].Run(File.ReadAllBytes(single));
    return 0;
}

return InstrumentedCopy.Restart(args) ?? new FuzzLoop(options, targets).Run();
