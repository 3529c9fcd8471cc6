using System.Text;

namespace OrthancLauncher.Deployments;

/// <summary>Splits a command that is written as one string, as compose does: at white space outside quotes.</summary>
internal static class ShellWords
{
    /// <returns>False where a quote is not closed.</returns>
    public static bool TrySplit(string text, out List<string> words)
    {
        words = [];
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word ??= new StringBuilder();
                word.Append(quote == '"' && text[i + 1] is not ('"' or '\\' or '$') ? "\\" : "").Append(text[++i]);
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                word ??= new StringBuilder();
                quote = quote == '\0' ? c : '\0';
            }
            else if (quote == '\0' && c is ' ' or '\t' or '\r' or '\n')
            {
                if (word is not null)
                {
                    words.Add(word.ToString());
                    word = null;
                }
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }

        if (word is not null)
        {
            words.Add(word.ToString());
        }

        return quote == '\0';
    }
}
