using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Planning;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>
/// Replaces hosts in texts that leave the house: every name and address that a source names, and whatever looks like an address.
/// The same host is <c>host-1</c> everywhere, so that a reader can still tell them apart.
/// </summary>
internal sealed class HostMask
{
    /// <summary>What the keys of hosts contain where the catalogue does not know them.</summary>
    private static readonly string[] TellingKeys = ["host", "server", "address", "domain", "endpoint", "url", "uri", "issuer"];

    /// <summary>Keys of connection strings whose values are hosts.</summary>
    private static readonly string[] ConnectionKeys = ["host", "hostaddr", "server", "data source", "address", "addr", "accountname"];

    private static readonly string[] NobodysHosts = ["localhost", "localhost.localdomain", "::", "::1", "0.0.0.0", "http", "https"];

    private readonly List<string> _hosts = [];

    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    private HostMask()
    {
    }

    /// <param name="machine">The name of this machine.</param>
    public static HostMask Of(LaunchPlan plan, string machine)
    {
        var mask = new HostMask();
        mask.Add(machine);
        foreach (var layer in plan.Layers)
        {
            var key = layer.Segments is [.., var last] ? last : "";
            mask.Collect(new ConfigurationNode(layer.Value), key, plan.Catalogue.Find(layer.Segments));
        }

        mask.Collect(new ConfigurationNode(plan.Configuration.Root), "", plan.Catalogue.Root);
        foreach (var destination in Destinations.Of(plan))
        {
            mask.Add(destination.Host);
        }

        // A shorter host may be part of a longer one.
        CollectionsMarshal.AsSpan(mask._hosts).Sort(static (left, right) => right.Length - left.Length);
        return mask;
    }

    /// <summary>The text with every host replaced.</summary>
    public string Apply(string text)
    {
        foreach (var host in _hosts)
        {
            text = Replace(text, host);
        }

        return WithoutAddresses(text);
    }

    private void Collect(ConfigurationNode node, string key, SettingDefinition definition)
    {
        if (node.Kind == JsonKind.Object)
        {
            foreach (var (name, member) in node.Members)
            {
                var child = definition.FixedChild(name);
                Collect(member, name, child.Exists ? child : definition.Wildcard);
            }
        }
        else if (node.Kind == JsonKind.Array)
        {
            var position = 0;
            foreach (var element in node.Value.Elements)
            {
                var place = definition.Position(position++);
                var known = place.Exists ? place : definition.Element.Exists ? definition.Element : definition;
                Collect(new ConfigurationNode(element), key, known);
            }
        }
        else if (node.Kind == JsonKind.String)
        {
            Collect(node.Value.GetString(), definition.Kind is "host" or "url" or "http-url" || Tells(key));
        }
    }

    private static bool Tells(string key) => Array.Exists(TellingKeys, word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    private void Collect(string text, bool isHost)
    {
        for (var end = 0; (end = text.IndexOf("://", end, StringComparison.Ordinal)) >= 0;)
        {
            end += 3;
            var authority = Until(text[end..], "/?#'\" ;\\");
            foreach (var host in authority[(authority.LastIndexOf('@') + 1)..].Split(','))
            {
                Add(WithoutPort(host));
            }
        }

        foreach (var part in text.Split([';', ' ', '&', '?']))
        {
            var pair = part.Split('=', 2);
            if (pair.Length == 2 && (ConnectionKeys.Contains(pair[0].Trim(), StringComparer.OrdinalIgnoreCase)
                || pair[0].TrimEnd().EndsWith("source", StringComparison.OrdinalIgnoreCase)))
            {
                Add(WithoutPort(Until(pair[1].Trim(' ', '\'', '"').Replace("tcp:", "", StringComparison.OrdinalIgnoreCase), "\\,'\"/")));
            }
        }

        if (isHost && !text.Contains(' ', StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal))
        {
            Add(WithoutPort(Until(text, "/")));
        }
    }

    private static string Until(string text, string ends) => text.IndexOfAny([.. ends]) is >= 0 and var end ? text[..end] : text;

    /// <summary>The host of <c>host:port</c> and <c>[::1]:port</c>.</summary>
    private static string WithoutPort(string host) =>
        host.StartsWith('[') ? Until(host[1..], "]")
        : host.IndexOf(':', StringComparison.Ordinal) == host.LastIndexOf(':') ? Until(host, ":")
        : host;

    private void Add(string host)
    {
        if (host.Length > 1 && !NobodysHosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            && !host.StartsWith("127.", StringComparison.Ordinal) && host.AsSpan().ContainsAnyExceptInRange('0', '9')
            && !_hosts.Contains(host))
        {
            _hosts.Add(host);
        }
    }

    private string Replace(string text, string host)
    {
        var at = text.IndexOf(host, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return text;
        }

        var masked = new StringBuilder();
        var start = 0;
        for (; at >= 0; at = text.IndexOf(host, at + host.Length, StringComparison.OrdinalIgnoreCase))
        {
            if (IsWhole(text, at, host.Length))
            {
                masked.Append(text, start, at - start).Append(NameOf(host));
                start = at + host.Length;
            }
        }

        return masked.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>Whether it is not a part of a longer word, such as a path or a file's name.</summary>
    private static bool IsWhole(string text, int start, int length)
    {
        var (before, after) = (start == 0 ? ' ' : text[start - 1], start + length == text.Length ? ' ' : text[start + length]);
        var isInUrl = start > 1 && text.AsSpan(start - 2, 2) is "//";
        var isLong = text.AsSpan(start, length).IndexOfAny('.', ':') >= 0;
        return !IsOfWord(before) && !IsOfWord(after)
            && (isLong || isInUrl || (before is not ('/' or '.')
                && !(after is '.' or '/' && start + length + 1 < text.Length && IsOfWord(text[start + length + 1]))));
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';

    private string NameOf(string host)
    {
        if (!_names.TryGetValue(host, out var name))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"host-{_names.Count + 1}");
            _names.Add(host, name);
        }

        return name;
    }

    /// <summary>Replaces IPv4 addresses, which a finding may quote from a variable that is not applied.</summary>
    private string WithoutAddresses(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsAsciiDigit(text[start]) || (start > 0 && (IsOfWord(text[start - 1]) || text[start - 1] == '.')))
            {
                continue;
            }

            var end = start;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            {
                end++;
            }

            var word = text[start..end].TrimEnd('.');
            if (word.AsSpan().Count('.') == 3 && IPAddress.TryParse(word, out var address) && !IPAddress.IsLoopback(address)
                && word != "0.0.0.0")
            {
                text = text[..start] + NameOf(word) + text[(start + word.Length)..];
            }

        }

        return text;
    }
}
