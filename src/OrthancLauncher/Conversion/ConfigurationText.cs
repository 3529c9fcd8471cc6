using System.Text;

namespace OrthancLauncher.Conversion;

internal static class ConfigurationText
{
    /// <summary>JSON as the text of a configuration file, in which a dollar begins a variable only where it is meant to.</summary>
    public static string EscapeDollars(string json)
    {
        var builder = new StringBuilder(json.Length + 1);
        for (var i = 0; i < json.Length; i++)
        {
            // A dollar stands in strings only, where it can be written as an escape.
            var next = i + 1 < json.Length ? json[i + 1] : ' ';
            if (json[i] == References.Mark && next == '$')
            {
                builder.Append(next);
                i++;
                continue;
            }

            builder.Append(json[i] == '$' && (next is '{' or '_' || char.IsAsciiLetter(next)) ? "\\u0024" : json[i].ToString());
        }

        return builder.Append('\n').ToString();
    }
}
