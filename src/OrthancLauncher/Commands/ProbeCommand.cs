using System.Globalization;
using System.Net;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Probing;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>What <c>probe</c> is asked to do, as the command line says it; null for what it does not say.</summary>
internal sealed record ProbeArguments
{
    /// <summary>The configuration file of the running Orthanc.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>The base URL to ask instead of the address that the configuration says.</summary>
    public string? Url { get; init; }

    /// <summary>The path to ask for, with its query.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>Seconds until giving up.</summary>
    public string Timeout { get; init; } = DefaultTimeout;

    /// <summary>The user, perhaps with a colon and the password after it.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The port instead of that of the configuration.</summary>
    public string? HttpPort { get; init; }

    /// <summary>http or https instead of what the configuration says.</summary>
    public string? HttpScheme { get; init; }

    /// <summary>The client's certificate.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of the certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The password of the key.</summary>
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
    private const string DefaultConfiguration = "/tmp/orthanc.json";

    /// <summary>Asks, and says nothing if all is well.</summary>
    /// <param name="arguments">What to ask.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code: 1 if Orthanc does not answer as it should.</returns>
    /// <exception cref="UsageException">The arguments do not go together.</exception>
    public static int Run(ProbeArguments arguments, LauncherHost host)
    {
        var deadline = new Deadline(Seconds(arguments.Timeout));
        var question = "";
        string? note = null;
        try
        {
            var target = Target(Completed(arguments, host), host, out note);
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
    private static ProbeArguments Completed(ProbeArguments arguments, LauncherHost host)
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
            arguments.ConfigurationFile ?? Variable(host, VariableNaming.OptionPrefix + OptionNames.Output) ?? DefaultConfiguration);
        if (configuration.Failure is not null && arguments.ConfigurationFile is not null)
        {
            throw new ProbeException(configuration.Failure);
        }

        note = configuration.Failure is null || arguments.Url is not null ? null : $"{configuration.Failure}, so defaults stand in for it; --config names another file";
        if (arguments.Url is not null)
        {
            return Addressed(arguments, path, certificate, configuration);
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
            Port = arguments.HttpPort is not null ? CheckedPort(arguments.HttpPort) : isHttp ? configuration.HttpPort : configuration.DicomPort,
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
    private static ProbeTarget Addressed(ProbeArguments arguments, string path, ClientCertificate? certificate, RunningConfiguration configuration)
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
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestTimeout
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
