using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>What compose builds an image from.</summary>
/// <param name="Context">The folder of this machine with the files; null where they are elsewhere.</param>
/// <param name="Arguments">Values for the Dockerfile's arguments; null for one that is not known here.</param>
/// <param name="Target">The stage; null for the last.</param>
/// <param name="Value">Where it is described.</param>
internal sealed record ComposeBuild(
    string? Context, IReadOnlyDictionary<string, string?> Arguments, string? Target, YamlValue Value)
{
    private const int MaximumLength = 1024 * 1024;

    /// <summary>Reads the <c>build:</c> of a service; null where there is none.</summary>
    /// <param name="textOf">Gives the text of a value.</param>
    /// <param name="lookup">Gives variables that arguments without a value take.</param>
    public static ComposeBuild? Of(YamlValue service, Func<YamlValue, string?> textOf, Func<string, string?> lookup)
    {
        var build = service["build"];
        if (build.IsNull)
        {
            return null;
        }

        var at = build.IsMapping ? build["context"] : build;
        var context = textOf(at) ?? ".";
        var arguments = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var part in build["args"].Parts)
        {
            foreach (var (name, value, _) in part.Members)
            {
                Add(name, textOf(value), value);
            }

            foreach (var element in part.Elements)
            {
                var words = (textOf(element) ?? "").Split('=', 2);
                Add(words[0], words is [_, var value] ? value : null, element);
            }
        }

        var folder = IsElsewhere(context) || at.HasUnset ? null : HostPaths.From(build.File.Folder, context);
        return new ComposeBuild(folder, arguments, textOf(build["target"]), build);

        void Add(string name, string? value, YamlValue written)
        {
            if (written.HasUnset || (value ?? lookup(name)) is not null)
            {
                arguments[name] = written.HasUnset ? null : value ?? lookup(name);
            }
        }
    }

    /// <summary>The Dockerfile, in the compose file or beside it.</summary>
    /// <param name="unknown">Why it cannot be read, or null.</param>
    public SourceText? Dockerfile(out UnknownSource? unknown)
    {
        unknown = null;
        if (Value["dockerfile_inline"] is { IsScalar: true } inline)
        {
            return inline.Origin()!.Text;
        }

        if (Context is null)
        {
            unknown = new UnknownSource("the image is built from files that are not here", Value.Place);
            return null;
        }

        var name = Value["dockerfile"].Text ?? "Dockerfile";
        var path = name.StartsWith('/') ? name : HostPaths.From(Context is "." ? "" : $"{Context.TrimEnd('/')}/", name);
        var content = HostFile.Read(path, out var failure, MaximumLength);
        if (failure is null)
        {
            return new SourceText(new Source(SourceKind.File, path), content);
        }

        var isMissing = FileStatus.Of(path).IsMissing;
        var context = FileStatus.Of(Context);
        unknown = new UnknownSource(
            context.Kind != FileKind.Folder && !context.IsMissing ? $"{Context} cannot be built from: {WhyNoFolder(Context, context)}"
            : isMissing ? $"{path} does not exist, so the image cannot be built" : $"{path} cannot be read: {failure}",
            (Value["dockerfile"] is { Exists: true } named ? named : Value).Place)
        {
            IsSuspicious = true,
            Remedy = isMissing ? "create it, or correct the path" : null,
        };
        return null;
    }

    private static string WhyNoFolder(string path, FileStatus status) =>
        status.Error == 0 ? $"it is {status.Description}, not a folder" : FileErrors.Describe(path, status.Error);

    private static bool IsElsewhere(string context) => context.Contains("://", StringComparison.Ordinal)
        || context.StartsWith("git@", StringComparison.Ordinal) || context.StartsWith("github.com/", StringComparison.Ordinal);
}
