using System.Buffers;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>
/// Inserts the values of variables into a configuration file: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-text}</c>,
/// <c>${NAME-text}</c>, <c>${NAME:?message}</c>, <c>${NAME?message}</c>. Comments are left alone; inside a string a value
/// is JSON-escaped.
/// </summary>
internal static class Substitution
{
    /// <summary>Maximum nesting depth of defaults.</summary>
    private const int MaximumDepth = 50;

    /// <summary>Returns a variable's value, or null when it is not set.</summary>
    public delegate string? Lookup(string name);

    /// <summary>
    /// Inserts the variables, and keeps apart what may be no reference at all: in a password such as <c>pa$word</c> the
    /// name that follows the dollar is a piece of the secret.
    /// </summary>
    /// <param name="findings">Takes <c>unset-variable</c> and <c>invalid-json</c>.</param>
    /// <param name="doubtful">Findings whose message names a piece of a string, with the offset in the new content.</param>
    /// <param name="isSecret">Tells which variables have a value that must not be shown.</param>
    /// <param name="isUnknown">Tells which variables have a value that is not known; a mask stands for it, a string by itself.</param>
    /// <returns>The text with the values in it; the same text if it holds no dollar; null with a finding if it became too large.</returns>
    public static SourceText? Apply(
        SourceText text, Lookup lookup, FindingList findings, out IReadOnlyList<(Finding Finding, int Offset)> doubtful,
        Func<string, bool>? isUnknown = null, Func<string, bool>? isSecret = null)
    {
        doubtful = [];
        if (!text.Content.Span.Contains((byte)'$'))
        {
            return text;
        }

        var pass = new Pass(text, lookup, findings, isUnknown ?? (static _ => false), isSecret ?? (static _ => false));
        var substituted = pass.Run();
        doubtful = pass.Doubtful;
        return substituted;
    }

    private sealed class Pass(
        SourceText text, Lookup lookup, FindingList findings, Func<string, bool> isUnknown, Func<string, bool> isSecret)
    {
        private readonly List<(int Start, int End)> _secrets = [];
        private readonly ArrayBufferWriter<byte> _output = new(text.Content.Length + 256);
        private readonly List<SourceText.Shift> _shifts = [new(0, text.OriginalOffset(0), false)];
        private readonly ReadOnlyMemory<byte> _content = text.Content;
        private readonly Dictionary<int, int> _closingBraces = [];
        private int _matchedUpTo;
        private bool _inString;
        private bool _isTooLarge;
        private bool _insertsSecret;

        public List<(Finding Finding, int Offset)> Doubtful { get; } = [];

        public SourceText? Run()
        {
            var content = _content.Span;
            var i = 0;
            while (i < content.Length && !_isTooLarge)
            {
                i = _inString ? StepInString(i) : StepOutside(i);
            }

            return _isTooLarge ? null : text.With(_output.WrittenMemory, [.. _shifts], _secrets);
        }

        private int StepInString(int i)
        {
            var content = _content.Span;
            var special = content[i..].IndexOfAny((byte)'"', (byte)'\\', (byte)'$');
            if (special != 0)
            {
                var end = special < 0 ? content.Length : i + special;
                _output.Write(content[i..end]);
                return end;
            }

            if (content[i] == (byte)'"')
            {
                _inString = false;
                _output.Write(content.Slice(i, 1));
                return i + 1;
            }

            return content[i] == (byte)'\\' ? Backslash(i) : Dollar(i);
        }

        private int StepOutside(int i)
        {
            var content = _content.Span;
            var special = content[i..].IndexOfAny("\"/$\\"u8);
            if (special != 0)
            {
                var end = special < 0 ? content.Length : i + special;
                _output.Write(content[i..end]);
                return end;
            }

            switch (content[i])
            {
                case (byte)'$':
                    return Dollar(i);
                case (byte)'\\':
                    return Backslash(i);
                case (byte)'/' when i + 1 < content.Length && content[i + 1] is (byte)'/' or (byte)'*':
                    var comment = CommentLength(content[i..]);
                    _output.Write(content.Slice(i, comment));
                    return i + comment;
                default:
                    _inString = content[i] == (byte)'"';
                    _output.Write(content.Slice(i, 1));
                    return i + 1;
            }
        }

        private static int CommentLength(ReadOnlySpan<byte> rest)
        {
            if (rest[1] == (byte)'/')
            {
                var lineEnd = rest.IndexOfAny((byte)'\n', (byte)'\r');
                return lineEnd < 0 ? rest.Length : lineEnd;
            }

            var end = rest[2..].IndexOf("*/"u8);
            return end < 0 ? rest.Length : end + 4;
        }

        private int Backslash(int i)
        {
            var content = _content.Span;
            if (i + 1 < content.Length && content[i + 1] == (byte)'$')
            {
                Insert(i, "$"u8, i + 2);
                return i + 2;
            }

            var length = Math.Min(2, content.Length - i);
            _output.Write(content.Slice(i, length));
            return i + length;
        }

        private int Dollar(int i)
        {
            _insertsSecret = false;
            if (IsSchemaKey(i) || !TryExpand(_content.Span, i, 0, out var value, out var end) || IsTooLarge(value.Length, i))
            {
                _output.Write("$"u8);
                return i + 1;
            }

            var start = _output.WrittenCount;
            Insert(i, Encoding.UTF8.GetBytes(value), end);
            if (_insertsSecret)
            {
                _secrets.Add((start, _output.WrittenCount));
            }

            return end;
        }

        /// <summary>Whether the dollar is that of the key <c>"$schema"</c>, which editors look for.</summary>
        private bool IsSchemaKey(int i) => i > 0 && _content.Span[(i - 1)..].StartsWith("\"$schema\""u8);

        /// <summary>Notes that a piece of the output stands for what began at <paramref name="from"/>.</summary>
        private void Insert(int from, ReadOnlySpan<byte> bytes, int resume)
        {
            _shifts.Add(new(_output.WrittenCount, text.OriginalOffset(from), true));
            _output.Write(bytes);
            _shifts.Add(new(_output.WrittenCount, text.OriginalOffset(resume), false));
        }

        /// <summary>Reads the reference that begins with the dollar at <paramref name="i"/>.</summary>
        /// <returns>False when no name follows the dollar, which then stays.</returns>
        private bool TryExpand(ReadOnlySpan<byte> span, int i, int depth, out string value, out int end)
        {
            value = "";
            end = i;
            var braced = i + 1 < span.Length && span[i + 1] == (byte)'{';
            var start = braced ? i + 2 : i + 1;
            var nameLength = NameLength(span[start..]);
            if (nameLength == 0)
            {
                return false;
            }

            var name = Encoding.ASCII.GetString(span.Slice(start, nameLength));
            var afterName = start + nameLength;
            _insertsSecret |= isSecret(name);
            if (!braced && isUnknown(name))
            {
                (value, end) = (Unknown(), afterName);
                return true;
            }

            if (!braced)
            {
                value = Escaped(lookup(name) ?? Unset(name, i, _inString && !(IsWhole(i, afterName) && IsUpperCase(name))));
                end = afterName;
                return true;
            }

            var close = ClosingBrace(start - 1);
            if (close < 0)
            {
                return false;
            }

            end = close + 1;
            return TryOperator(name, i, afterName, depth, span[..close], out value);
        }

        /// <summary>Whether a reference is all of a string.</summary>
        private bool IsWhole(int start, int end)
        {
            var content = _content.Span;
            return start > 0 && content[start - 1] == (byte)'"' && end < content.Length && content[end] == (byte)'"';
        }

        private bool TryOperator(string name, int dollar, int afterName, int depth, ReadOnlySpan<byte> upToBrace, out string value)
        {
            if (isUnknown(name))
            {
                value = Unknown();
                return true;
            }

            var set = lookup(name);
            var isWhole = IsWhole(dollar, upToBrace.Length + 1);
            var rest = upToBrace[afterName..];
            value = "";
            if (rest.IsEmpty)
            {
                value = Escaped(set ?? Unset(name, dollar, _inString && !isWhole && !IsUpperCase(name)));
                return true;
            }

            var emptyCounts = rest[0] == (byte)':';
            var sign = emptyCounts && rest.Length > 1 ? rest[1] : rest[0];
            if (sign is not ((byte)'-' or (byte)'?'))
            {
                return false;
            }

            if (set is not null && !(emptyCounts && set.Length == 0))
            {
                value = Escaped(set);
                return true;
            }

            var operand = afterName + (emptyCounts ? 2 : 1);
            if (sign == (byte)'-')
            {
                value = depth < MaximumDepth ? DefaultText(upToBrace, operand, depth + 1) : NestedTooDeeply(dollar);
                return true;
            }

            // Within a text it may be a piece of a password, such as `pass${a?word}`.
            var isCertain = !_inString || isWhole;
            var message = isCertain && operand < upToBrace.Length ? $": {Encoding.UTF8.GetString(upToBrace[operand..])}" : "";
            var subject = isCertain || IsUpperCase(name) ? name : "a variable";
            var condition = emptyCounts ? "set and not empty" : "set";
            findings.Add(new Finding(Rules.UnsetVariable, Severity.Error, $"{subject} must be {condition}{message}")
            {
                Place = text.PlaceOf(dollar),
                Remedy = subject == name ? $"set the environment variable {name}" : "set it in the environment, or write \\$ for a dollar",
            });
            return true;
        }

        private string Unknown() => _inString ? SecretText.Mask : $"\"{SecretText.Mask}\"";

        /// <summary>The text of a default: JSON source like all around it, so its own escapes stay; it may name variables.</summary>
        private string DefaultText(ReadOnlySpan<byte> upToBrace, int from, int depth)
        {
            var builder = new StringBuilder();
            var i = from;
            while (i < upToBrace.Length && !IsTooLarge(builder.Length, from))
            {
                if (upToBrace[i] == (byte)'$' && TryExpand(upToBrace, i, depth, out var inner, out var end))
                {
                    builder.Append(inner);
                    i = end;
                    continue;
                }

                if (upToBrace[i] == (byte)'\\' && i + 1 < upToBrace.Length)
                {
                    builder.Append(upToBrace[i + 1] == (byte)'$' ? "$" : $"\\{(char)upToBrace[i + 1]}");
                    i += 2;
                    continue;
                }

                var plain = upToBrace[(i + 1)..].IndexOfAny((byte)'$', (byte)'\\');
                var next = plain < 0 ? upToBrace.Length : i + 1 + plain;
                builder.Append(Encoding.UTF8.GetString(upToBrace[i..next]));
                i = next;
            }

            return builder.ToString();
        }

        private string NestedTooDeeply(int dollar)
        {
            findings.Add(new Finding(Rules.InvalidJson, $"variable defaults are nested more than {MaximumDepth} deep")
            {
                Place = text.PlaceOf(dollar),
                Remedy = "set the variables instead",
            });
            return "";
        }

        /// <summary>Whether the text would be larger than a source may be, which is reported once.</summary>
        private bool IsTooLarge(int added, int offset)
        {
            if (!_isTooLarge && (long)_output.WrittenCount + added > JsonParser.MaximumLength)
            {
                _isTooLarge = true;
                var limit = JsonParser.MaximumLength / 1024 / 1024;
                findings.Add(new Finding(Rules.InvalidJson, $"the file is larger than {limit} MiB once its variables are inserted")
                {
                    Place = text.PlaceOf(offset),
                    Remedy = "use shorter variables, or fewer of them",
                });
            }

            return _isTooLarge;
        }

        private string Unset(string name, int dollar, bool isDoubtful = false)
        {
            var finding = new Finding(Rules.UnsetVariable, $"the variable {name} is not set, so nothing is inserted")
            {
                Place = text.PlaceOf(dollar),
                Remedy = $"set {name}, write ${{{name}:-default}}, or \\$ for a dollar",
            };
            if (isDoubtful)
            {
                Doubtful.Add((finding, _output.WrittenCount));
            }
            else
            {
                findings.Add(finding);
            }

            return "";
        }

        private string Escaped(string value)
        {
            if (!_inString)
            {
                return value;
            }

            var builder = new StringBuilder(value.Length);
            JsonStrings.AppendEscaped(builder, value);
            return builder.ToString();
        }

        /// <summary>Whether a name looks like that of a variable rather than like a piece of a password.</summary>
        private static bool IsUpperCase(string name) => name.AsSpan().IndexOfAnyInRange('a', 'z') < 0;

        private static int NameLength(ReadOnlySpan<byte> rest)
        {
            var length = 0;
            while (length < rest.Length && (char)rest[length] is var c
                && (c == '_' || char.IsAsciiLetter(c) || (length > 0 && char.IsAsciiDigit(c))))
            {
                length++;
            }

            return length;
        }

        /// <summary>The brace that closes the one at an offset of the content, or -1.</summary>
        private int ClosingBrace(int open)
        {
            if (open >= _matchedUpTo)
            {
                MatchBraces(open);
            }

            return _closingBraces.GetValueOrDefault(open, -1);
        }

        /// <summary>The length of a string's rest, up to its closing quote.</summary>
        private static int LengthOfString(ReadOnlySpan<byte> rest)
        {
            for (var i = 0; i < rest.Length; i++)
            {
                if (rest[i] == (byte)'"')
                {
                    return i;
                }

                i += rest[i] == (byte)'\\' ? 1 : 0;
            }

            return rest.Length;
        }

        /// <summary>
        /// Matches the braces of the rest of a line, in a string those of its rest: a brace further down belongs to the JSON around the
        /// reference.
        /// </summary>
        private void MatchBraces(int from)
        {
            var line = _content.Span[from..];
            var length = line.IndexOfAny((byte)'\n', (byte)'\r');
            line = length < 0 ? line : line[..length];
            line = _inString ? line[..LengthOfString(line)] : line;
            _matchedUpTo = from + line.Length;
            _closingBraces.Clear();
            var open = new Stack<int>();
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] == (byte)'{')
                {
                    open.Push(from + i);
                }
                else if (line[i] == (byte)'}' && open.TryPop(out var start))
                {
                    _closingBraces.Add(start, from + i);
                }
            }
        }
    }
}
