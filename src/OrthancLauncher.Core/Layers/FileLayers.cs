using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

internal sealed class FileLayers(LauncherContext context, FindingList findings)
{
    private static readonly byte[] Mask = Encoding.UTF8.GetBytes(SecretText.Mask);
    private readonly HashSet<string> _usedVariables = new(StringComparer.Ordinal);

    /// <summary>The variables that the files name.</summary>
    public IReadOnlySet<string> UsedVariables => _usedVariables;

    /// <param name="files">The files, the weakest first.</param>
    /// <param name="others">The layers of variables and secrets, which may point to a file.</param>
    public List<Layer> Read(IReadOnlyList<InputFile> files, List<Layer> others)
    {
        var read = new Layer?[files.Count];
        var problems = new FindingList[files.Count];
        for (var i = 0; i < read.Length; i++)
        {
            problems[i] = new FindingList();
            read[i] = Read(files[i], problems[i]);
        }

        var layers = new List<Layer>(files.Count);
        for (var i = 0; i < read.Length; i++)
        {
            var source = files[i].Source;
            if (source.Kind == SourceKind.SecretFile
                && ReasonNotAConfiguration(files[i].ContainerPath, read[i], read.OfType<Layer>().Concat(others)) is { } reason)
            {
                var message = $"this secret is not merged into the configuration, {reason}";
                findings.Add(new Finding(Rules.NotAConfiguration, message)
                {
                    Place = new Place(source),
                    Remedy = "give the secret a name that does not end in .json, or mount it elsewhere",
                });
                continue;
            }

            findings.AddRange(problems[i]);
            if (read[i] is { } layer)
            {
                layers.Add(layer);
            }
        }

        return layers;
    }

    private Layer? Read(InputFile file, FindingList own)
    {
        var source = file.Source;
        if (file.Failure is not null)
        {
            var message = $"the file cannot be read: {file.Failure}";
            own.Add(new Finding(Rules.UnreadableSource, message) { Place = new Place(source), Remedy = RemedyFor(file.Failure) });
            return null;
        }

        var text = Substitution.Apply(
            new SourceText(source, file.Content), Lookup, own, out var doubtful, IsUnknown, context.Variables.IsSecret);
        if (text is null)
        {
            return null;
        }

        if (DependsOnUnknown(text) is { } unknown)
        {
            own.Add(unknown);
            return null;
        }

        var json = JsonParser.ReadConfiguration(text, own, path => source.IsSecret || context.Secrets.IsSecret(path));
        var secrets = json is null || source.IsSecret || doubtful.Count == 0 ? null : new SecretRanges(text, context.Secrets.IsSecret);
        foreach (var (finding, offset) in doubtful)
        {
            own.Add(secrets?.Covers(offset) == false ? finding : WithoutName(finding));
        }

        return json is null || own.HasErrors ? null : new Layer(source, [], json.Root);
    }

    /// <summary>A finding about a text that is JSON or not by the value of a variable that is not known; null for any other text.</summary>
    private Finding? DependsOnUnknown(SourceText text)
    {
        var first = context.Variables.HasUnknown ? text.Content.Span.IndexOf(Mask) : -1;
        var errors = new FindingList();
        if (first < 0 || JsonParser.ReadConfiguration(text, errors, static _ => true) is not null
            || errors.Any(error => error.Place is not { } place || IsBefore(place, text.PlaceOf(first))))
        {
            return null;
        }

        return new Finding(Rules.NotKnown, "the file inserts variables whose values are not known here, so it is left out")
        {
            Place = text.PlaceOf(first),
        };
    }

    private static bool IsBefore(Place place, Place other) => (place.Line, place.Column).CompareTo((other.Line, other.Column)) < 0;

    private string? Lookup(string name)
    {
        _usedVariables.Add(name);
        return context.Variables[name];
    }

    private bool IsUnknown(string name)
    {
        _usedVariables.Add(name);
        return context.Variables.IsUnknown(name);
    }

    private static Finding WithoutName(Finding finding) => finding with
    {
        Message = "a dollar in a secret value begins the name of a variable that is not set, so that part is left out",
        Remedy = "write \\$ for a dollar",
    };

    private static string? ReasonNotAConfiguration(string path, Layer? layer, IEnumerable<Layer> layers)
    {
        if (layer is not null && layer.Value.Member("type") is { Exists: true } type && type.IsString("service_account"))
        {
            return "because it is the key of a Google service account";
        }

        foreach (var other in layers)
        {
            if (other != layer && PointsTo(other, path) is { } place)
            {
                return $"because a setting points to it ({place})";
            }
        }

        return null;
    }

    private static Place? PointsTo(Layer layer, string path)
    {
        // Most texts do not contain the name at all, and searching bytes is much faster than visiting values.
        var name = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('/') + 1)..]);
        return layer.Value.Document.Text.Content.Span.IndexOf(name) >= 0 ? FindString(layer.Value, path) : null;
    }

    private static Place? FindString(JsonValue value, string text)
    {
        if (value.Kind == JsonKind.String)
        {
            return value.IsString(text) ? value.Place : null;
        }

        foreach (var member in value.Members)
        {
            if (FindString(member.Value, text) is { } place)
            {
                return place;
            }
        }

        foreach (var element in value.Elements)
        {
            if (FindString(element, text) is { } place)
            {
                return place;
            }
        }

        return null;
    }

    private static string? RemedyFor(string failure) => failure switch
    {
        _ when failure.StartsWith("permission denied", StringComparison.Ordinal) => "let that user read it",
        _ when failure.StartsWith("it is a folder", StringComparison.Ordinal) => "remove the folder and mount the file there",
        _ when failure.StartsWith("it is a link", StringComparison.Ordinal) => "correct the link",
        _ => null,
    };
}
