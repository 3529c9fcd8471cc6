using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>The functions and numbers of glibc's sockets on Linux. .NET's own sockets would start threads and take twice the room.</summary>
internal static unsafe partial class SocketLibC
{
    public const int TryAgain = 11;
    public const int BrokenPipe = 32;
    public const int NetworkUnreachable = 101;
    public const int ConnectionAborted = 103;
    public const int ConnectionReset = 104;
    public const int ShutDown = 108;
    public const int TimedOut = 110;
    public const int ConnectionRefused = 111;
    public const int HostUnreachable = 113;
    public const int InProgress = 115;

    /// <summary><c>POLLIN</c></summary>
    public const short Readable = 1;

    /// <summary><c>POLLOUT</c></summary>
    public const short Writable = 4;

    private const int InternetFamily = 2;
    private const int StreamSocket = 1;
    private const int NonBlocking = 0x800;
    private const int CloseOnExecute = 0x80000;
    private const int NoSignal = 0x4000;
    private const int SocketLevel = 1;
    private const int ErrorOption = 4;
    private const int NumericHost = 4;
    private const int NumericService = 0x400;

    [StructLayout(LayoutKind.Sequential)]
    private struct AddressInformation
    {
        public int Flags;
        public int Family;
        public int SocketType;
        public int Protocol;
        public uint AddressLength;
        public byte* Address;
        public byte* CanonicalName;
        public AddressInformation* Next;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Occurred;
    }

    /// <summary>The first address of a host, one of IPv4 if there is any; null where there is none.</summary>
    /// <param name="host">Its address or name.</param>
    /// <param name="port">The port, which the address has in it.</param>
    /// <param name="isAddress">Whether only an address counts, for which nobody has to be asked.</param>
    /// <returns>A <c>sockaddr</c>.</returns>
    public static byte[]? Resolve(string host, int port, bool isAddress)
    {
        var hints = new AddressInformation { SocketType = StreamSocket, Flags = NumericService | (isAddress ? NumericHost : 0) };
        AddressInformation* list;
        if (GetAddresses(host, port.ToString(System.Globalization.CultureInfo.InvariantCulture), &hints, &list) != 0)
        {
            return null;
        }

        var chosen = list;
        for (var each = list; each is not null; each = each->Next)
        {
            if (each->Family == InternetFamily)
            {
                chosen = each;
                break;
            }
        }

        var address = new Span<byte>(chosen->Address, (int)chosen->AddressLength).ToArray();
        FreeAddresses(list);
        return address;
    }

    /// <summary>A stream socket that never blocks, for an address; negative with an error.</summary>
    /// <param name="address">A <c>sockaddr</c>.</param>
    public static int Open(ReadOnlySpan<byte> address) =>
        Socket(MemoryMarshal.Read<ushort>(address), StreamSocket | NonBlocking | CloseOnExecute, 0);

    /// <summary>Begins to connect.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="address">A <c>sockaddr</c>.</param>
    /// <returns>Zero, or the error's number.</returns>
    public static int Connect(int socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* first = address)
        {
            return Connect(socket, first, (uint)address.Length) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>The error of a connection that was being made; zero for none.</summary>
    /// <param name="socket">The socket.</param>
    public static int PendingError(int socket)
    {
        int error;
        uint size = sizeof(int);
        return GetOption(socket, SocketLevel, ErrorOption, &error, &size) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    /// <summary>Waits until a socket is ready.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="events">For what.</param>
    /// <param name="milliseconds">How long.</param>
    /// <returns>Whether it is ready; an interruption ends the waiting, too.</returns>
    public static bool IsReady(int socket, short events, int milliseconds)
    {
        var entry = new PollEntry { Descriptor = socket, Events = events };
        return Poll(&entry, 1, milliseconds) > 0;
    }

    /// <summary>Receives what is there.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="buffer">Where to.</param>
    /// <returns>The bytes, zero at the end, or minus the error's number.</returns>
    public static int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            var count = (int)Receive(socket, first, (nuint)buffer.Length, 0);
            return count >= 0 ? count : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Sends what is taken.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The number of bytes taken, or minus the error's number.</returns>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var count = (int)Send(socket, first, (nuint)bytes.Length, NoSignal);
            return count >= 0 ? count : -Marshal.GetLastPInvokeError();
        }
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, int* value, uint* size);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "getaddrinfo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetAddresses(string host, string service, AddressInformation* hints, AddressInformation** list);

    [LibraryImport("libc", EntryPoint = "freeaddrinfo")]
    private static partial void FreeAddresses(AddressInformation* list);
}
