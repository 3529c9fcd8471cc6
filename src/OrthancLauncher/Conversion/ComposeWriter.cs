using System.Text;

namespace OrthancLauncher.Conversion;

/// <summary>Writes a compose file with one service.</summary>
internal static class ComposeWriter
{
    private static readonly System.Buffers.SearchValues<char> PlainCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The file's text.</summary>
    public static string Write(ConversionResult result)
    {
        var builder = new StringBuilder("services:\n  orthanc:\n    image: orthanc  # an image whose entry point is orthanc-launcher\n");
        List<string> passedOn = [.. result.PassedOn, .. result.SecretVariables.Select(secret => secret.Name)];
        if (result.Variables.Count + passedOn.Count > 0)
        {
            builder.Append("    environment:\n");
        }

        foreach (var variable in result.Variables)
        {
            builder.Append("      ").Append(KeyOf(variable.Name)).Append(": ")
                .Append(YamlText.Value(Escaped(variable.Text), variable.Indented is { } indented ? Escaped(indented) : null, "        "))
                    .Append('\n');
        }

        foreach (var name in passedOn)
        {
            builder.Append("      ").Append(KeyOf(name)).Append(":\n");
        }

        AppendSecrets(builder, [.. result.SecretFiles], result.SecretsFolder);
        return builder.ToString();
    }

    private static void AppendSecrets(StringBuilder builder, List<Assignment> secrets, string folder)
    {
        if (secrets.Count == 0)
        {
            return;
        }

        builder.Append("    secrets:\n");
        foreach (var secret in secrets)
        {
            builder.Append("      - ").Append(secret.Name).Append('\n');
        }

        builder.Append("secrets:\n");
        foreach (var secret in secrets)
        {
            builder.Append("  ").Append(secret.Name).Append(":\n    file: ").Append(YamlText.Quoted(Escaped($"{folder}/{secret.Name}")))
                .Append('\n');
        }
    }

    /// <summary>A text of which compose substitutes nothing but the references that are meant to be some.</summary>
    private static string Escaped(string text) =>
        text.Replace("$", "$$", StringComparison.Ordinal).Replace($"{References.Mark}$$", "$", StringComparison.Ordinal);

    /// <summary>A variable's name as a key; other names than ours may be words that YAML understands otherwise.</summary>
    private static string KeyOf(string name) => name.StartsWith("ORTHANC", StringComparison.Ordinal)
        && !name.AsSpan().ContainsAnyExcept(PlainCharacters) ? name : YamlText.Quoted(name);
}
