using System.CommandLine;
using System.Globalization;
using System.Net;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Probing;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>probe</c>; null for what it does not set.</summary>
internal sealed record ProbeArguments
{
    /// <summary>The configuration file of the running Orthanc.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>The base URL to ask instead of the address in the configuration.</summary>
    public string? Url { get; init; }

    /// <summary>With its query.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>Seconds.</summary>
    public string Timeout { get; init; } = DefaultTimeout;

    /// <summary>The user, optionally with a colon and the password after it.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public string? HttpPort { get; init; }

    public string? HttpScheme { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public string? KeyPassword { get; init; }

    /// <summary>A path whose answer needs the database.</summary>
    public const string DefaultPath = "/changes?last";

    /// <summary>Seconds that a probe may take.</summary>
    public const string DefaultTimeout = "2";
}

/// <summary>Asks the running Orthanc whether it is well: the health check of a container.</summary>
internal static class ProbeCommand
{
    private const double LongestTimeout = 600;
    private const string VariablePrefix = VariableNaming.OptionPrefix + "PROBE_";

    public static DocumentedCommand Build(LauncherHost host)
    {
        var config = Valued("--config", "FILE", $"configuration that Orthanc was started with (default {SharedOption.Output.Defaults[0]})");
        var url = Valued(
            "--url", "URL",
            "base URL to ask instead of this machine's Orthanc; its certificate is verified, and users of the configuration are not used");
        var path = Valued("--path", "PATH", $"path to ask for (default {ProbeArguments.DefaultPath}, which needs the database)");
        var timeout = Valued(
            "--timeout", "SECONDS", $"time limit for everything together, such as 0.5 (default {ProbeArguments.DefaultTimeout})");
        var user = Valued("--user", "NAME[:PASSWORD]", $"user (default: the first of RegisteredUsers); also {VariablePrefix}USER");
        var password = Valued(
            "--pwd", "PASSWORD", $"the user's password; better in {VariablePrefix}PASSWORD, which the list of processes does not show");
        var port = Valued("--http_port", "PORT", "port instead of HttpPort", "--http-port");
        var scheme = Valued("--http_scheme", "SCHEME", "http or https, instead of what SslEnabled says", "--http-scheme");
        var certificate = Valued("--certfile", "FILE", "client certificate (PEM, its chain may follow); implies https");
        var key = Valued("--keyfile", "FILE", "private key of the certificate (PEM), if it is in another file");
        var keyPassword = Valued("--keypwd", "PASSWORD", $"password of the key; better in {VariablePrefix}KEY_PASSWORD");
        var command = new DocumentedCommand("probe", "Check the health of the running Orthanc; one line and exit code 1 if it is not well.")
        {
            Examples =
            [
                new("orthanc-launcher probe --timeout 4"),
                new("orthanc-launcher probe --url https://orthanc.example.org --user monitor"),
            ],
        };
        command.AddOptions(config, url, path, timeout, user, password, port, scheme, certificate, key, keyPassword);

        command.SetAction(result => Run(
            new ProbeArguments
            {
                ConfigurationFile = result.GetValue(config),
                Url = result.GetValue(url),
                Path = result.GetValue(path) ?? ProbeArguments.DefaultPath,
                Timeout = result.GetValue(timeout) ?? ProbeArguments.DefaultTimeout,
                User = result.GetValue(user),
                Password = result.GetValue(password),
                HttpPort = result.GetValue(port),
                HttpScheme = result.GetValue(scheme),
                CertificateFile = result.GetValue(certificate),
                KeyFile = result.GetValue(key),
                KeyPassword = result.GetValue(keyPassword),
            },
            host));
        return command;
    }

    /// <summary>How to ask the Orthanc of this machine that was started with a configuration.</summary>
    /// <exception cref="ProbeException">The configuration cannot be read, or leaves nothing to ask.</exception>
    public static ProbeTarget TargetOf(string configurationFile, LauncherHost host) =>
        Target(WithEnvironment(new ProbeArguments { ConfigurationFile = configurationFile }, host), host, out _);

    private static Option<string> Valued(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = value, Description = description };

    /// <exception cref="UsageException">The arguments do not go together.</exception>
    private static int Run(ProbeArguments arguments, LauncherHost host)
    {
        var deadline = new Deadline(Seconds(arguments.Timeout));
        var question = "";
        string? note = null;
        try
        {
            var target = Target(WithEnvironment(arguments, host), host, out note);
            question = target.Description + ": ";
            OrthancProbe.Run(target, deadline);
            return ExitCodes.Fine;
        }
        catch (ProbeException exception)
        {
            host.WriteError($"{question}{exception.Message}{(note is null ? "" : $" ({note})")}");
            return ExitCodes.Refused;
        }
    }

    /// <summary>Takes from variables what the command line does not say, so that no secret need stand among the arguments.</summary>
    private static ProbeArguments WithEnvironment(ProbeArguments arguments, LauncherHost host)
    {
        var user = arguments.User ?? Variable(host, VariablePrefix + "USER");
        var password = arguments.Password;
        if (user?.IndexOf(':', StringComparison.Ordinal) is > -1 and var colon)
        {
            password ??= user[(colon + 1)..];
            user = user[..colon];
        }

        return arguments with
        {
            User = user,
            Password = password ?? Variable(host, VariablePrefix + "PASSWORD"),
            KeyPassword = arguments.KeyPassword ?? Variable(host, VariablePrefix + "KEY_PASSWORD"),
        };
    }

    private static ProbeTarget Target(ProbeArguments arguments, LauncherHost host, out string? note)
    {
        var path = CheckedPath(arguments.Path);
        var certificate = Certificate(arguments);
        var configuration = RunningConfiguration.Read(
            arguments.ConfigurationFile ?? Variable(host, SharedOption.Output.VariableName) ?? SharedOption.Output.Defaults[0]);
        if (configuration.Failure is not null && arguments.ConfigurationFile is not null)
        {
            throw new ProbeException(configuration.Failure);
        }

        note = configuration.Failure is null || arguments.Url is not null
            ? null
            : $"{configuration.Failure}, so defaults stand in for it; --config names another file";
        if (arguments.Url is not null)
        {
            return TargetFromUrl(arguments, path, certificate, configuration);
        }

        var isHttp = configuration.HasHttp || arguments.HttpPort is not null;
        if (!isHttp && !configuration.HasDicom)
        {
            throw new ProbeException("HttpServerEnabled and DicomServerEnabled are both false, so there is no port to ask");
        }

        var (user, password) = User(arguments, configuration);
        return new ProbeTarget
        {
            Host = configuration.HttpAddress,
            Port = arguments.HttpPort is not null
                ? CheckedPort(arguments.HttpPort)
                : isHttp
                ? configuration.HttpPort
                : configuration.DicomPort,
            OnlyConnects = !isHttp,
            IsSecure = certificate is not null || (Scheme(arguments.HttpScheme) ?? configuration.IsSecure),
            Path = path,
            User = user,
            Password = password,
            Certificate = certificate,
            AsksForCertificate = configuration.AsksForCertificate,
        };
    }

    /// <summary>The target of a URL. Users of the configuration are this machine's; no other one gets to know them.</summary>
    private static ProbeTarget TargetFromUrl(
        ProbeArguments arguments, string path, ClientCertificate? certificate, RunningConfiguration configuration)
    {
        if (arguments.HttpPort is not null || arguments.HttpScheme is not null)
        {
            throw new UsageException("--url already says what --http_port and --http_scheme would");
        }

        if (!Uri.TryCreate(arguments.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new UsageException("--url must be a base URL such as http://127.0.0.1:8042, without user (--user) and query (--path)");
        }

        if (certificate is not null && url.Scheme == "http")
        {
            throw new UsageException("--certfile needs an https URL");
        }

        var name = url.IdnHost == "localhost" ? "127.0.0.1" : url.IdnHost;
        var isOwnHost = IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address);
        var (user, password) = isOwnHost ? User(arguments, configuration) : (arguments.User, arguments.Password);
        return new ProbeTarget
        {
            Host = name,
            Port = url.Port,
            IsSecure = url.Scheme == "https",
            IsOwnHost = isOwnHost,
            Path = url.AbsolutePath.TrimEnd('/') + path,
            User = user,
            Password = password,
            Certificate = certificate,
            AsksForCertificate = isOwnHost && configuration.AsksForCertificate,
        };
    }

    private static (string? Name, string? Password) User(ProbeArguments arguments, RunningConfiguration configuration)
    {
        if (arguments is { User: not null, Password: not null })
        {
            return (arguments.User, arguments.Password);
        }

        var (user, password) = configuration.User(arguments.User);
        return (user, arguments.Password ?? password);
    }

    private static ClientCertificate? Certificate(ProbeArguments arguments)
    {
        if (arguments.CertificateFile is null)
        {
            return arguments.KeyFile is null ? null : throw new UsageException("--keyfile needs --certfile");
        }

        return new ClientCertificate(arguments.CertificateFile, arguments.KeyFile, arguments.KeyPassword);
    }

    private static double Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= LongestTimeout
            ? seconds
            : throw new UsageException($"--timeout must be a number of seconds up to {LongestTimeout}, such as 2 or 0.5");

    private static int CheckedPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new UsageException("--http_port must be a number between 1 and 65535");

    private static bool? Scheme(string? text) => text switch
    {
        null => null,
        "http" => false,
        "https" => true,
        _ => throw new UsageException("--http_scheme must be http or https"),
    };

    private static string CheckedPath(string path)
    {
        var isFine = path.StartsWith('/');
        foreach (var c in path)
        {
            isFine &= char.IsBetween(c, '!', '~');
        }

        return isFine ? path : throw new UsageException("--path must begin with / and be written as in a URL, such as /system");
    }

    private static string? Variable(LauncherHost host, string name)
    {
        foreach (var variable in host.ReadEnvironment())
        {
            if (variable.Name == name)
            {
                return variable.Value.Length == 0 ? null : variable.Value;
            }
        }

        return null;
    }
}
