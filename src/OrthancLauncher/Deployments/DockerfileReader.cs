using System.Text.Json;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Follows a Dockerfile as far as it decides what Orthanc is configured with.</summary>
internal sealed class DockerfileReader
{
    private static readonly string[] Instructions =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
        "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    /// <summary>Arguments that only a build knows.</summary>
    private static readonly string[] OfPlatform =
    [
        "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT",
    ];

    private readonly Dockerfile _file;
    private readonly ComposeBuild _build;
    private readonly BuildContext? _context;
    private readonly FindingList _findings = new();
    private readonly List<DockerImage> _stages = [];
    private readonly Dictionary<string, string?> _globals;

    private DockerfileReader(Dockerfile file, ComposeBuild build)
    {
        _file = file;
        _build = build;
        _context = build.Context is { } folder ? new BuildContext(folder, file.Text.Source.Name) : null;
        _globals = OfPlatform.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
    }

    private DockerImage Current => _stages[^1];

    /// <summary>The image that is built.</summary>
    public static DockerImage Read(SourceText text, ComposeBuild build) => new DockerfileReader(Dockerfile.Read(text), build).Read();

    private DockerImage Read()
    {
        foreach (var instruction in _file.Instructions)
        {
            if (Array.IndexOf(Instructions, instruction.Name) < 0)
            {
                var nearest = Spelling.Nearest(instruction.Name, Instructions);
                Refuse(instruction.Start, $"a Dockerfile has no instruction {instruction.Name}",
                    nearest is null ? "remove it" : $"did you mean {nearest}?");
            }
            else if (instruction.Heredocs.Find(document => document.Content is null) is { } open)
            {
                Refuse(instruction.Start, $"the document has no end, a line {open.Name}", $"add a line that is {open.Name} alone");
            }
            else if (_stages.Count == 0 && instruction.Name is not ("FROM" or "ARG"))
            {
                Refuse(instruction.Start, $"{instruction.Name} is before the first FROM", "begin with FROM and an image");
                Begin(new DockerImage { BasePlace = PlaceOf(instruction.Start), Findings = _findings });
            }
            else
            {
                Follow(instruction);
            }
        }

        if (_stages.Count == 0)
        {
            Refuse(0, "the Dockerfile has no FROM", "begin with FROM and an image");
            Begin(new DockerImage { BasePlace = PlaceOf(0), Findings = _findings });
        }

        var image = Target();
        if (_file.Syntax is { } syntax && !syntax.Contains("docker/dockerfile", StringComparison.Ordinal))
        {
            image.Unknown.Add(new UnknownSource($"the Dockerfile is read by {syntax}, which may understand it otherwise", PlaceOf(0)));
        }

        return image;
    }

    private DockerImage Target()
    {
        if (_build.Target is not { Length: > 0 } target)
        {
            return Current;
        }

        if (Stage(target) is { } stage)
        {
            return stage;
        }

        var names = _stages.Select(each => each.Name).OfType<string>().ToList();
        var nearest = Spelling.Nearest(target, names);
        _findings.Add(new Finding(Rules.InvalidDeployment, $"the Dockerfile has no stage {target}")
        {
            Place = _build.Value["target"].Place,
            Remedy = nearest is null ? "correct it, or remove it to build the last stage" : $"did you mean {nearest}?",
        });
        return Current;
    }

    private DockerImage? Stage(string name) =>
        _stages.FindLast(stage => string.Equals(stage.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? (int.TryParse(name, out var number) && number >= 0 && number < _stages.Count ? _stages[number] : null);

    private void Begin(DockerImage stage) => _stages.Add(stage);

    private void Follow(DockerfileInstruction instruction)
    {
        switch (instruction.Name)
        {
            case "FROM":
                From(instruction);
                break;
            case "ARG":
                Arguments(instruction);
                break;
            case "ENV":
                Environment(instruction);
                break;
            case "WORKDIR":
                Current.Folder = Expand(instruction.Arguments) is { } folder
                    ? ContainerPath.Below(Current.Folder, folder.Value) : Current.Folder;
                break;
            case "ENTRYPOINT":
                Current.Entrypoint = (Words(instruction.Arguments), PlaceOf(instruction.Start));
                Current.Command = IsOfThisStage(Current.Command) ? Current.Command : null;
                break;
            case "CMD":
                Current.Command = (Words(instruction.Arguments), PlaceOf(instruction.Start));
                break;
            case "HEALTHCHECK":
                Current.HealthCheck = (instruction.Arguments.Value, PlaceOf(instruction.Start));
                break;
            case "COPY" or "ADD":
                new DockerfileCopy(_file, instruction, Current, _context).Follow(Expand, Refuse);
                break;
            case "RUN":
                DockerfileCopy.Run(_file, instruction, Current);
                break;
        }
    }

    /// <summary>A command that an earlier stage set is forgotten where a stage sets the entry point.</summary>
    private bool IsOfThisStage((IReadOnlyList<string>, Place)? command) =>
        command is not null && !_stages.Take(_stages.Count - 1).Any(stage => stage.Command == command);

    private void From(DockerfileInstruction instruction)
    {
        var words = instruction.Arguments.Words(_file.Escape);
        words.RemoveAll(word => word.Ascii.StartsWith("--", StringComparison.Ordinal));
        if (words.Count == 0)
        {
            Refuse(instruction.Start, "FROM names no image", "write FROM IMAGE");
            words.Add(instruction.Arguments);
        }

        var name = words is [_, var keyword, var given] && keyword.Ascii.Equals("AS", StringComparison.OrdinalIgnoreCase)
            ? given.Value : null;
        var image = new DockerfileExpander(_globals, _file.Escape).Expand(words[0])?.Value;
        if (image is not null && Stage(image) is { } before)
        {
            Begin(before.Next(name));
            return;
        }

        // An argument without a value leaves a name that no image has.
        var isName = image is { Length: > 0 } && image[0] is not (':' or '/') && image[^1] is not (':' or '/')
            && _build.Value["additional_contexts"][image] is { Exists: false };
        Begin(new DockerImage
        {
            Base = isName ? image : null,
            BasePlace = PlaceOf(words[0].Start),
            Name = name,
            Findings = _findings,
        });
    }

    private void Arguments(DockerfileInstruction instruction)
    {
        var values = _stages.Count == 0 ? _globals : Current.Values;
        foreach (var word in instruction.Arguments.Words(_file.Escape))
        {
            var separator = word.Ascii.IndexOf('=', StringComparison.Ordinal);
            var name = separator < 0 ? word.Ascii : word.Part(0, separator);
            if (_stages.Count > 0 && Current.Variables.ContainsKey(name))
            {
                continue;
            }

            if (_build.Arguments.TryGetValue(name, out var given))
            {
                values[name] = given;
            }
            else if (separator >= 0)
            {
                values[name] = new DockerfileExpander(values, _file.Escape).Expand(word.Slice(separator + 1, word.Length))?.Value;
            }
            else if (_stages.Count > 0 && _globals.TryGetValue(name, out var global))
            {
                values[name] = global;
            }
        }
    }

    private void Environment(DockerfileInstruction instruction)
    {
        var words = instruction.Arguments.Words(_file.Escape);
        var variables = new List<DockerVariable>();
        if (words is [var only, ..] && !only.Ascii.Contains('=', StringComparison.Ordinal))
        {
            // The older form: a name, and all that follows is the value.
            var rest = instruction.Arguments.Slice(only.Length, instruction.Arguments.Length).Trimmed();
            Add(variables, only, 0, only.Length, rest);
        }
        else
        {
            foreach (var word in words)
            {
                var separator = word.Ascii.IndexOf('=', StringComparison.Ordinal);
                if (separator <= 0)
                {
                    Refuse(word.Start, "ENV needs a name and a value", "write NAME=VALUE, a value with spaces in quotes");
                    continue;
                }

                Add(variables, word, 0, separator, word.Slice(separator + 1, word.Length));
            }
        }

        foreach (var variable in variables)
        {
            Current.Variables[variable.Name] = variable;
            Current.Values[variable.Name] = variable.Value;
        }
    }

    private void Add(List<DockerVariable> variables, DockerfileText word, int from, int to, DockerfileText value)
    {
        var expanded = Expand(value);
        variables.Add(new DockerVariable(word.Part(from, to), expanded?.Value, PlaceOf(word.Start), expanded?.OriginIn(_file.Text),
            expanded is { HasInserted: false }));
    }

    private DockerfileText? Expand(DockerfileText text) => new DockerfileExpander(Current.Values, _file.Escape).Expand(text);

    /// <summary>The words of a command: those of a list, or a shell with the text.</summary>
    private static List<string> Words(DockerfileText text) => List(text) ?? ["/bin/sh", "-c", text.Value];

    /// <summary>The strings of a JSON array; null if it is none.</summary>
    public static List<string>? List(DockerfileText text)
    {
        if (text.Length == 0 || text[0] != '[')
        {
            return null;
        }

        try
        {
            var words = new List<string>();
            var json = new Utf8JsonReader(text.Bytes);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.String)
            {
                words.Add(json.GetString()!);
            }

            return json.TokenType == JsonTokenType.EndArray && !json.Read() ? words : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private Place PlaceOf(int offset) => _file.Text.PlaceOf(offset);

    private void Refuse(int offset, string message, string remedy) =>
        _findings.Add(new Finding(Rules.InvalidDeployment, message) { Place = PlaceOf(offset), Remedy = remedy });
}
