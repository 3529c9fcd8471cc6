using System.Text;

namespace OrthancLauncher.Deployments;

/// <summary>The references <c>$(NAME)</c> in the variables of a Kubernetes container; <c>$$</c> stands for a dollar.</summary>
internal static class VariableReferences
{
    /// <summary>Far more than Linux accepts for a variable; references of references can double beyond any memory.</summary>
    private const int MaximumLength = 256 * 1024;

    /// <summary>Inserts the values of variables; a reference to one that is not set stays as it is.</summary>
    /// <param name="lookup">Gives a variable's value, or null if it is not set.</param>
    /// <exception cref="FormatException">The text would be longer than any variable.</exception>
    public static string Expand(string text, Func<string, string?> lookup)
    {
        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            if (text[i] != '$' || next is not ('$' or '('))
            {
                builder.Append(text[i]);
                continue;
            }

            var close = next == '(' ? text.IndexOf(')', i) : -1;
            if (next == '$')
            {
                builder.Append('$');
                i++;
            }
            else if (close < 0)
            {
                builder.Append("$(");
                i++;
            }
            else
            {
                builder.Append(lookup(text[(i + 2)..close]) ?? text[i..(close + 1)]);
                i = close;
                if (builder.Length > MaximumLength)
                {
                    throw new FormatException($"references make it longer than {MaximumLength / 1024} Ki characters");
                }
            }
        }

        return builder.ToString();
    }

    /// <summary>The text in which a container sees exactly what it says.</summary>
    public static string Escape(string text)
    {
        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            builder.Append(text[i]);
            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] is '$' or '(')
            {
                builder.Append('$');
            }
        }

        return builder.ToString();
    }
}
