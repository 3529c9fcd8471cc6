using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>
/// A TLS client that uses the system's OpenSSL. .NET's own brings its HTTP client and the parsing of certificates along: 3 MB,
/// and a quarter of the instructions of every launch.
/// </summary>
internal sealed unsafe class OpenSsl : IDisposable
{
    private const int PemFile = 1;
    private const int VerifyPeer = 1;
    private const int SetServerName = 55;
    private const int SetMode = 33;

    /// <summary><c>SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER</c>: the bytes may be elsewhere when a write is tried again.</summary>
    private const nint AcceptsMovedBuffer = 2;

    /// <summary>OpenSSL 3's words for a connection that is closed without TLS's own farewell, as many servers do.</summary>
    private const string AbruptEnd = "unexpected eof while reading";

    private const int ResultWantsRead = 2;
    private const int ResultWantsWrite = 3;
    private const int ResultSystemCall = 5;
    private const int ResultEnd = 6;

    /// <summary>A flag of OpenSSL 3's errors; the rest is <c>errno</c>.</summary>
    private const nuint SystemError = 0x8000_0000;

    private const nuint ReasonMask = 0x7F_FFFF;

    /// <summary>The reason that stands for alert 0 of the other side.</summary>
    private const nuint FirstAlert = 1000;

    private readonly nint _context;
    private nint _connection;
    private byte* _password;

    private OpenSsl(nint context)
    {
        _context = context;
        _ = LibSsl.ControlContext(_context, SetMode, AcceptsMovedBuffer, 0);
        // A connection that the other side has left must end in an error, not in the end of this process.
        _ = LibC.Signal(LibC.BrokenPipeSignal, LibC.IgnoreSignal);
    }

    public enum Step
    {
        Done,

        /// <summary>The connection has to be readable first.</summary>
        WantsRead,

        /// <summary>The connection has to be writable first.</summary>
        WantsWrite,

        /// <summary>The other side has closed the connection.</summary>
        Ended,

        /// <summary>See <see cref="Failure"/>.</summary>
        Failed,
    }

    /// <summary>Why the last step failed, in OpenSSL's words.</summary>
    public string Failure { get; private set; } = "";

    /// <param name="failure">Why there is no client, or null.</param>
    /// <returns>A client, or null.</returns>
    public static OpenSsl? Load(out string? failure)
    {
        if (!LibSsl.IsInstalled)
        {
            failure = "OpenSSL is needed, but libssl.so.3 is not installed";
            return null;
        }

        var context = LibSsl.NewContext(LibSsl.ClientMethod());
        // It can fail because of a configuration that allows only algorithms which are not installed.
        failure = context == 0 ? $"OpenSSL cannot be used: {FirstError()}" : null;
        return context == 0 ? null : new OpenSsl(context);
    }

    /// <summary>Verifies the server against the system's CA store. Call before <see cref="Open"/>.</summary>
    public void RequireTrust()
    {
        _ = LibSsl.UseDefaultAuthorities(_context);
        LibSsl.SetVerification(_context, VerifyPeer, 0);
    }

    /// <summary>Uses a client certificate with its chain and key. Call before <see cref="Open"/>.</summary>
    /// <param name="certificateFile">PEM.</param>
    /// <param name="keyFile">PEM.</param>
    /// <param name="password">The key's password, or null.</param>
    /// <returns>Whether they can be used; otherwise see <see cref="Failure"/>.</returns>
    public bool UseCertificate(string certificateFile, string keyFile, string? password) =>
        UseCertificate(certificateFile) && UseKey(keyFile, password);

    /// <summary>Uses a client certificate with its chain.</summary>
    /// <param name="file">PEM.</param>
    /// <returns>Whether it can be used; otherwise see <see cref="Failure"/>.</returns>
    public bool UseCertificate(string file) => Succeeds(LibSsl.UseCertificateChain(_context, file));

    /// <summary>Uses the key of the certificate that is used.</summary>
    /// <inheritdoc cref="UseCertificate(string, string, string?)"/>
    public bool UseKey(string keyFile, string? password)
    {
        // Always set: without it OpenSSL would ask for a password at the terminal.
        _password = (byte*)Marshal.StringToCoTaskMemUTF8(password ?? "");
        LibSsl.SetPasswordCallback(_context, &GivePassword);
        LibSsl.SetPasswordData(_context, _password);
        return Succeeds(LibSsl.UsePrivateKey(_context, keyFile, PemFile))
            && Succeeds(LibSsl.CheckPrivateKey(_context));
    }

    /// <summary>From when until when the certificate that is used is valid, counted from now.</summary>
    public (TimeSpan Begins, TimeSpan Ends) Validity()
    {
        var certificate = LibSsl.Certificate(_context);
        return (FromNow(LibSsl.NotBefore(certificate)), FromNow(LibSsl.NotAfter(certificate)));
    }

    /// <summary>OpenSSL's version in its own words.</summary>
    public static string Version() => Text(LibSsl.Version(0));

    private static TimeSpan FromNow(nint time)
    {
        int days, seconds;
        return LibSsl.TimeDifference(&days, &seconds, 0, time) == 1 ? new TimeSpan(days, 0, 0, seconds) : default;
    }

    /// <summary>Prepares the handshake.</summary>
    /// <param name="socket">The connected socket's descriptor; it remains the caller's.</param>
    /// <param name="host">The server's name or address, which its certificate must contain where trust is required.</param>
    /// <returns>Whether certificates can be compared with this host; otherwise no handshake must follow.</returns>
    public bool Open(int socket, string host, bool isAddress)
    {
        _connection = LibSsl.NewConnection(_context);
        if (_connection == 0 || LibSsl.SetDescriptor(_connection, socket) != 1)
        {
            return false;
        }

        if (isAddress)
        {
            // The network card that leads to an address (fe80::1%eth0) is not part of any certificate.
            return LibSsl.SetAddress(LibSsl.VerificationParameters(_connection), host.Split('%')[0]) == 1;
        }

        _ = LibSsl.Control(_connection, SetServerName, 0, host);
        return LibSsl.SetHost(_connection, host) == 1;
    }

    /// <summary>Takes the handshake as far as it gets.</summary>
    public Step ShakeHands()
    {
        LibSsl.ClearErrors();
        return Judge(LibSsl.Connect(_connection));
    }

    /// <summary>Reads the available bytes.</summary>
    /// <param name="buffer">Destination; must not be empty.</param>
    /// <param name="count">The number of bytes read.</param>
    public Step Read(Span<byte> buffer, out int count)
    {
        LibSsl.ClearErrors();
        count = LibSsl.Read(_connection, buffer, buffer.Length);
        return Judge(count);
    }

    /// <summary>Writes all bytes; until it returns <see cref="Step.Done"/>, call it again with the same bytes.</summary>
    /// <param name="bytes">Must not be empty.</param>
    public Step Write(ReadOnlySpan<byte> bytes)
    {
        LibSsl.ClearErrors();
        return Judge(LibSsl.Write(_connection, bytes, bytes.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection != 0)
        {
            _ = LibSsl.ShutDown(_connection);
            LibSsl.FreeConnection(_connection);
        }

        LibSsl.FreeContext(_context);
        Marshal.ZeroFreeCoTaskMemUTF8((nint)_password);
    }

    /// <summary>Copies the password that <see cref="UseCertificate(string)"/> received into OpenSSL's own buffer.</summary>
    [UnmanagedCallersOnly]
    private static int GivePassword(byte* buffer, int size, int isForWriting, byte* password)
    {
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(password);
        return text.TryCopyTo(new Span<byte>(buffer, size)) ? text.Length : 0;
    }

    private bool Succeeds(int result)
    {
        if (result == 1)
        {
            return true;
        }

        Failure = Reason();
        return false;
    }

    private Step Judge(int result)
    {
        if (result > 0)
        {
            return Step.Done;
        }

        var error = Marshal.GetLastSystemError();
        switch (LibSsl.ErrorOf(_connection, result))
        {
            case ResultWantsRead:
                return Step.WantsRead;
            case ResultWantsWrite:
                return Step.WantsWrite;
            case ResultEnd:
                return Step.Ended;
            case ResultSystemCall when error == 0:
                return Step.Ended;
            case ResultSystemCall:
                Failure = Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant();
                return Step.Failed;
            default:
                Failure = Reason();
                return Failure == AbruptEnd ? Step.Ended : Step.Failed;
        }
    }

    private string Reason()
    {
        var untrusted = _connection == 0 ? 0 : LibSsl.VerificationResult(_connection);
        return untrusted != 0 && LibSsl.VerificationMode(_connection) != 0
            ? $"the server's certificate is not trusted: {Text(LibSsl.VerificationReason(untrusted))}"
            : FirstError();
    }

    /// <summary>OpenSSL has no words for errors of the system, nor for alerts that TLS does not define.</summary>
    private static string FirstError()
    {
        var error = LibSsl.FirstError();
        if ((error & SystemError) != 0)
        {
            return Marshal.GetPInvokeErrorMessage((int)(error & ~SystemError)).ToLowerInvariant();
        }

        var text = LibSsl.ErrorReason(error);
        if (text is not null)
        {
            return Text(text);
        }

        var reason = error & ReasonMask;
        return reason is >= FirstAlert and <= FirstAlert + byte.MaxValue ? $"the server sent alert {reason - FirstAlert}"
            : $"OpenSSL error {reason}";
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)!;
}
