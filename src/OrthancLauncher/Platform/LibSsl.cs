using System.Reflection;
using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>The functions of OpenSSL, 3 or 1.1. The library is loaded at the first call.</summary>
internal static unsafe partial class LibSsl
{
    private const string Library = "libssl";

    private static readonly string[] Versions = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>The loaded library, or zero where this machine has none.</summary>
    private static readonly nint Loaded = Load();

    static LibSsl() => NativeLibrary.SetDllImportResolver(typeof(LibSsl).Assembly, Resolve);

    /// <summary>Whether this machine has an OpenSSL. Without one no other member may be called.</summary>
    public static bool IsInstalled => Loaded != 0;

    private static nint Load() =>
        Array.Find(Versions, version => NativeLibrary.TryLoad(version, out _)) is { } found ? NativeLibrary.Load(found) : 0;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Library ? Loaded : 0;

    [LibraryImport(Library, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint ControlContext(nint context, int command, nint number, nint pointer);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_default_verify_paths")]
    public static partial int UseDefaultAuthorities(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void SetVerification(nint context, int mode, nint callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_default_passwd_cb")]
    public static partial void SetPasswordCallback(nint context, delegate* unmanaged<byte*, int, int, byte*, int> callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_default_passwd_cb_userdata")]
    public static partial void SetPasswordData(nint context, byte* data);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_certificate_chain_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UseCertificateChain(nint context, string file);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_PrivateKey_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UsePrivateKey(nint context, string file, int type);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_check_private_key")]
    public static partial int CheckPrivateKey(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_get0_certificate")]
    public static partial nint Certificate(nint context);

    [LibraryImport(Library, EntryPoint = "X509_get0_notBefore")]
    public static partial nint NotBefore(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_get0_notAfter")]
    public static partial nint NotAfter(nint certificate);

    /// <summary>How far it is from a time, 0 for now, to another one.</summary>
    [LibraryImport(Library, EntryPoint = "ASN1_TIME_diff")]
    public static partial int TimeDifference(int* days, int* seconds, nint from, nint to);

    [LibraryImport(Library, EntryPoint = "OpenSSL_version")]
    public static partial byte* Version(int kind);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    public static partial nint NewConnection(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    public static partial void FreeConnection(nint connection);

    [LibraryImport(Library, EntryPoint = "SSL_set_fd")]
    public static partial int SetDescriptor(nint connection, int descriptor);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Control(nint connection, int command, nint number, string text);

    [LibraryImport(Library, EntryPoint = "SSL_set1_host", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetHost(nint connection, string name);

    [LibraryImport(Library, EntryPoint = "SSL_get0_param")]
    public static partial nint VerificationParameters(nint connection);

    [LibraryImport(Library, EntryPoint = "X509_VERIFY_PARAM_set1_ip_asc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetAddress(nint parameters, string address);

    [LibraryImport(Library, EntryPoint = "SSL_connect")]
    public static partial int Connect(nint connection);

    [LibraryImport(Library, EntryPoint = "SSL_read")]
    public static partial int Read(nint connection, Span<byte> buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_write")]
    public static partial int Write(nint connection, ReadOnlySpan<byte> bytes, int length);

    [LibraryImport(Library, EntryPoint = "SSL_shutdown")]
    public static partial int ShutDown(nint connection);

    [LibraryImport(Library, EntryPoint = "SSL_get_error")]
    public static partial int ErrorOf(nint connection, int result);

    [LibraryImport(Library, EntryPoint = "SSL_get_verify_result")]
    public static partial nint VerificationResult(nint connection);

    [LibraryImport(Library, EntryPoint = "SSL_get_verify_mode")]
    public static partial int VerificationMode(nint connection);

    [LibraryImport(Library, EntryPoint = "X509_verify_cert_error_string")]
    public static partial byte* VerificationReason(nint result);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "ERR_get_error")]
    public static partial nuint FirstError();

    [LibraryImport(Library, EntryPoint = "ERR_reason_error_string")]
    public static partial byte* ErrorReason(nuint code);
}
