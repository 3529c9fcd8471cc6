using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Core.Recognition;

/// <summary>
/// Tells what a file holds by its content, also where it has an error further down. The name only decides where the content leaves it
/// open: kubectl and helm themselves go by <c>kustomization.yaml</c> and <c>Chart.yaml</c>.
/// </summary>
internal static class ContentRecognizer
{
    /// <summary>As many bytes at the beginning are enough.</summary>
    public const int Length = 256 * 1024;

    /// <summary>Where git looks for a zero byte.</summary>
    public const int BinaryLength = 8000;

    private static readonly string[] KustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private static readonly string[] ComposeKeys =
        ["name", "version", "include", "services", "networks", "volumes", "secrets", "configs", "models"];

    /// <param name="path">The path; only its last part counts.</param>
    /// <param name="content">The file, or its first <see cref="Length"/> bytes.</param>
    public static ContentKind KindOf(string path, ReadOnlySpan<byte> content)
    {
        if (IsBinary(content))
        {
            return ContentKind.Binary;
        }

        var name = path[(path.LastIndexOf('/') + 1)..];
        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Length)]);
        if (HoldsVariables(text, out var concernsOrthanc) && concernsOrthanc)
        {
            return ContentKind.EnvFile;
        }

        var kinds = Outline.Of(text).SelectMany(outline => KindsOf(name, outline)).Distinct().Take(2).ToList();
        return kinds.Count switch
        {
            0 => ContentKind.Other,
            1 => kinds[0],
            _ => ContentKind.Mixed,
        };
    }

    public static bool IsBinary(ReadOnlySpan<byte> content) => content[..Math.Min(content.Length, BinaryLength)].Contains((byte)0);

    /// <summary>Whether a text begins as a JSON object does, perhaps behind comments.</summary>
    public static bool IsJson(ReadOnlySpan<byte> content) =>
        FlowOutline.Start(Encoding.UTF8.GetString(content[..Math.Min(content.Length, Length)]).TrimStart('\uFEFF')) >= 0;

    /// <summary>Whether every line of a text is a variable or a comment, whosever the variables are.</summary>
    public static bool HoldsVariables(ReadOnlySpan<byte> content) =>
        HoldsVariables(Encoding.UTF8.GetString(content[..Math.Min(content.Length, Length)]), out _);

    /// <summary>Whether a text has the name of Orthanc in it, which all that concerns it has.</summary>
    public static bool MentionsOrthanc(ReadOnlySpan<byte> content) =>
        content.IndexOf("orthanc"u8) >= 0 || content.IndexOf("ORTHANC"u8) >= 0 || content.IndexOf("Orthanc"u8) >= 0;

    private static IEnumerable<ContentKind> KindsOf(string name, Outline outline)
    {
        if (!outline.IsClean && !IsTolerant(name))
        {
            yield break;
        }

        if (outline.IsFlow && HoldsSettings(outline))
        {
            yield return ContentKind.Configuration;
        }

        if (IsKustomization(name, outline))
        {
            yield return ContentKind.Kustomization;
        }
        else if (outline.Has("apiVersion") && outline.Has("kind"))
        {
            yield return ContentKind.Manifests;
        }
        else if (name == "Chart.yaml" && outline.Has("apiVersion") && outline.Has("name"))
        {
            yield return ContentKind.Chart;
        }
        else if (IsCompose(name, outline))
        {
            yield return ContentKind.Compose;
        }
    }

    /// <summary>Whether a name leads to expect YAML or JSON, so that something else in it is a mistake and not another language.</summary>
    private static bool IsTolerant(string name) => name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there are two known settings, or one known section.</summary>
    private static bool HoldsSettings(Outline outline)
    {
        var known = 0;
        foreach (var key in outline.Keys)
        {
            var setting = SettingsCatalogue.BuiltIn.Root.FixedChild(key.Name);
            var isSection = setting.Exists && key.Form == OutlineForm.Mapping && setting.Types.HasFlag(SettingTypes.Object);
            known += isSection ? 2 : setting.Exists ? 1 : 0;
        }

        return known >= 2;
    }

    private static bool IsKustomization(string name, Outline outline) =>
        outline["apiVersion"] is { } version
            ? version.Text.StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal)
            : KustomizationNames.Contains(name) && outline.Keys.Count > 0;

    /// <summary>Whether there are services, and nothing that compose does not know unless the file is named as one of compose.</summary>
    private static bool IsCompose(string name, Outline outline)
    {
        var isNamed = name.Contains("compose", StringComparison.OrdinalIgnoreCase);
        return (outline["services"] is { Form: not OutlineForm.List } || (isNamed && outline.Has("include")))
            && (isNamed || outline.Keys.All(
                key => ComposeKeys.Contains(key.Name) || key.Name.StartsWith("x-", StringComparison.Ordinal)));
    }

    private static bool HoldsVariables(string text, out bool concernsOrthanc)
    {
        concernsOrthanc = false;
        var hasVariables = false;
        foreach (var part in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            var line = part.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            var equals = line.IndexOf('=');
            var name = equals < 0 ? line : line[..equals];
            if (!IsVariableName(name))
            {
                return false;
            }

            hasVariables = true;
            concernsOrthanc |= equals > 0 && (name.StartsWith(VariableNaming.Prefix) || SpecialVariables.Contains(name.ToString()));
        }

        return hasVariables;
    }

    private static bool IsVariableName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }
}
