using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace OrthancLauncher.Platform;

/// <summary>
/// A TLS client by the machine's OpenSSL (3, or 1.1), which is loaded only when it is used. .NET's own TLS brings its HTTP
/// client and the parsing of certificates along, a third of the executable, and takes longer for a handshake.
/// </summary>
internal sealed unsafe class OpenSsl : IDisposable
{
    private const int PemFile = 1;
    private const int VerifyPeer = 1;
    private const int SetServerName = 55;
    private const int SetMode = 33;

    /// <summary><c>SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER</c>: arrays may lie elsewhere when a write is tried again.</summary>
    private const nint AcceptsMovedBuffer = 2;

    /// <summary>OpenSSL 3's words for a connection that is closed without TLS's own farewell, as many servers do.</summary>
    private const string AbruptEnd = "unexpected eof while reading";

    private const int ResultWantsRead = 2;
    private const int ResultWantsWrite = 3;
    private const int ResultSystemCall = 5;
    private const int ResultEnd = 6;

    private static readonly string[] Libraries = ["libssl.so.3", "libssl.so.1.1"];

    private readonly nint _library;
    private readonly nint _context;
    private nint _connection;
    private byte* _password;

    private OpenSsl(nint library)
    {
        _library = library;
        var method = ((delegate* unmanaged<nint>)Function("TLS_client_method"))();
        _context = ((delegate* unmanaged<nint, nint>)Function("SSL_CTX_new"))(method);
        if (_context == 0)
        {
            Failure = Reason();
            return;
        }

        _ = ((delegate* unmanaged<nint, int, nint, nint, nint>)Function("SSL_CTX_ctrl"))(_context, SetMode, AcceptsMovedBuffer, 0);
        // A connection that the other side has left must end in an error, not in the end of this process.
        _ = LibC.Signal(LibC.BrokenPipeSignal, LibC.IgnoreSignal);
    }

    /// <summary>What a step came to.</summary>
    public enum Step
    {
        /// <summary>It is done.</summary>
        Done,

        /// <summary>The connection has to be readable first.</summary>
        WantsRead,

        /// <summary>The connection has to be writable first.</summary>
        WantsWrite,

        /// <summary>The other side has closed the connection.</summary>
        Ended,

        /// <summary>It failed; <see cref="Failure"/> says why.</summary>
        Failed,
    }

    /// <summary>Why the last step failed, in OpenSSL's words.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Loads OpenSSL.</summary>
    /// <param name="failure">Why there is no client, or null.</param>
    /// <returns>A client, or null.</returns>
    public static OpenSsl? Load(out string? failure)
    {
        failure = null;
        foreach (var name in Libraries)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
            {
                continue;
            }

            var client = new OpenSsl(library);
            if (client._context != 0)
            {
                return client;
            }

            // Such as a configuration that allows only algorithms which are not installed.
            failure = $"OpenSSL cannot be used: {client.Failure}";
            return null;
        }

        failure = "OpenSSL is needed, but libssl.so.3 is not installed";
        return null;
    }

    /// <summary>Has the server's certificate verified by the machine's authorities. To be called before <see cref="Open"/>.</summary>
    public void RequireTrust()
    {
        _ = ((delegate* unmanaged<nint, int>)Function("SSL_CTX_set_default_verify_paths"))(_context);
        ((delegate* unmanaged<nint, int, nint, void>)Function("SSL_CTX_set_verify"))(_context, VerifyPeer, 0);
    }

    /// <summary>Takes a client's certificate with its chain, and its key. To be called before <see cref="Open"/>.</summary>
    /// <param name="certificateFile">The certificates, PEM.</param>
    /// <param name="keyFile">The key, PEM.</param>
    /// <param name="password">The key's password, or null.</param>
    /// <returns>Whether they can be used; otherwise <see cref="Failure"/> says why.</returns>
    public bool UseCertificate(string certificateFile, string keyFile, string? password)
    {
        // Always set: without it OpenSSL would ask for a password at the terminal.
        _password = (byte*)Marshal.StringToCoTaskMemUTF8(password ?? "");
        ((delegate* unmanaged<nint, delegate* unmanaged<byte*, int, int, byte*, int>, void>)Function("SSL_CTX_set_default_passwd_cb"))(_context, &GivePassword);
        ((delegate* unmanaged<nint, byte*, void>)Function("SSL_CTX_set_default_passwd_cb_userdata"))(_context, _password);
        fixed (byte* certificate = Utf8(certificateFile), key = Utf8(keyFile))
        {
            return Succeeds(((delegate* unmanaged<nint, byte*, int>)Function("SSL_CTX_use_certificate_chain_file"))(_context, certificate))
                && Succeeds(((delegate* unmanaged<nint, byte*, int, int>)Function("SSL_CTX_use_PrivateKey_file"))(_context, key, PemFile))
                && Succeeds(((delegate* unmanaged<nint, int>)Function("SSL_CTX_check_private_key"))(_context));
        }
    }

    /// <summary>Prepares the handshake.</summary>
    /// <param name="socket">The connected socket; it stays the caller's.</param>
    /// <param name="host">The server's name or address, which its certificate must have where trust is required.</param>
    /// <param name="isAddress">Whether the host is an address.</param>
    /// <returns>Whether certificates can be compared with this host; otherwise no handshake must follow.</returns>
    public bool Open(int socket, string host, bool isAddress)
    {
        _connection = ((delegate* unmanaged<nint, nint>)Function("SSL_new"))(_context);
        if (_connection == 0 || ((delegate* unmanaged<nint, int, int>)Function("SSL_set_fd"))(_connection, socket) != 1)
        {
            return false;
        }

        // Which network card leads to an address (fe80::1%eth0) is nothing that a certificate knows.
        var zone = isAddress ? host.IndexOf('%', StringComparison.Ordinal) : -1;
        fixed (byte* name = Utf8(zone < 0 ? host : host[..zone]))
        {
            if (isAddress)
            {
                var parameters = ((delegate* unmanaged<nint, nint>)Function("SSL_get0_param"))(_connection);
                return ((delegate* unmanaged<nint, byte*, int>)Function("X509_VERIFY_PARAM_set1_ip_asc"))(parameters, name) == 1;
            }
            else
            {
                _ = ((delegate* unmanaged<nint, int, nint, byte*, nint>)Function("SSL_ctrl"))(_connection, SetServerName, 0, name);
                return ((delegate* unmanaged<nint, byte*, int>)Function("SSL_set1_host"))(_connection, name) == 1;
            }
        }
    }

    /// <summary>Takes the handshake as far as it gets.</summary>
    public Step ShakeHands()
    {
        ClearErrors();
        return Judge(((delegate* unmanaged<nint, int>)Function("SSL_connect"))(_connection));
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="buffer">Where to; not empty.</param>
    /// <param name="count">The number of bytes read.</param>
    public Step Read(Span<byte> buffer, out int count)
    {
        ClearErrors();
        fixed (byte* first = buffer)
        {
            count = ((delegate* unmanaged<nint, byte*, int, int>)Function("SSL_read"))(_connection, first, buffer.Length);
        }

        return Judge(count);
    }

    /// <summary>Writes all, once it says <see cref="Step.Done"/>; until then it must be called again with the same bytes.</summary>
    /// <param name="bytes">The bytes; not empty.</param>
    public Step Write(ReadOnlySpan<byte> bytes)
    {
        ClearErrors();
        fixed (byte* first = bytes)
        {
            return Judge(((delegate* unmanaged<nint, byte*, int, int>)Function("SSL_write"))(_connection, first, bytes.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection != 0)
        {
            _ = ((delegate* unmanaged<nint, int>)Function("SSL_shutdown"))(_connection);
            ((delegate* unmanaged<nint, void>)Function("SSL_free"))(_connection);
        }

        if (_context != 0)
        {
            ((delegate* unmanaged<nint, void>)Function("SSL_CTX_free"))(_context);
        }

        Marshal.ZeroFreeCoTaskMemUTF8((nint)_password);
    }

    /// <summary>The password that <see cref="UseCertificate"/> was given, for OpenSSL's own buffer.</summary>
    [UnmanagedCallersOnly]
    private static int GivePassword(byte* buffer, int size, int isForWriting, byte* password)
    {
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(password);
        return text.TryCopyTo(new Span<byte>(buffer, size)) ? text.Length : 0;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + "\0");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint Function(string name) => NativeLibrary.GetExport(_library, name);

    private void ClearErrors() => ((delegate* unmanaged<void>)Function("ERR_clear_error"))();

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
        switch (((delegate* unmanaged<nint, int, int>)Function("SSL_get_error"))(_connection, result))
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
        var untrusted = _connection == 0 ? 0 : (long)((delegate* unmanaged<nint, nint>)Function("SSL_get_verify_result"))(_connection);
        if (untrusted != 0 && ((delegate* unmanaged<nint, int>)Function("SSL_get_verify_mode"))(_connection) != 0)
        {
            return $"the server's certificate is not trusted: {Text(((delegate* unmanaged<nint, byte*>)Function("X509_verify_cert_error_string"))((nint)untrusted))}";
        }

        var code = ((delegate* unmanaged<nuint>)Function("ERR_get_error"))();
        return Text(((delegate* unmanaged<nuint, byte*>)Function("ERR_reason_error_string"))(code));
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "no reason is known";
}
