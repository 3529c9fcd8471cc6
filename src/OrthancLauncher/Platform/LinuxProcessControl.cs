using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace OrthancLauncher.Platform;

/// <summary>Starts other programs on Linux.</summary>
internal sealed unsafe class LinuxProcessControl : IProcessControl
{
    /// <summary>The name (<c>argv[0]</c>) by which this program starts itself for <see cref="KeepScript"/>; <c>ps</c> shows it.</summary>
    public const string ScriptKeeper = "orthanc-launcher: start-up script";

    /// <summary>Signals that a container's runtime or a user may send: their numbers on Linux.</summary>
    private static readonly int[] ForwardedSignals = [1, 2, 3, 10, 12, 15, 28];

    private const int CannotStart = 126;

    /// <summary><c>WNOHANG</c></summary>
    private const int WithoutWaiting = 1;

    /// <summary><c>WUNTRACED</c></summary>
    private const int AlsoIfStopped = 2;

    /// <summary>
    /// Splits its argument into words and patterns, as an unquoted variable is. A program takes the shell's place, so that signals
    /// reach it; a command of the shell itself, such as a dot, cannot.
    /// </summary>
    private const string Expanding = "set -- $1; case $(command -v -- \"$1\") in */*) exec \"$@\";; esac; \"$@\"";

    private readonly Lock _lock = new();
    private readonly List<int> _pending = [];
    private SignalRegistrations? _registrations;
    private int _script;
    private int _stopSignal;

    /// <inheritdoc/>
    public int StopSignal
    {
        get
        {
            lock (_lock)
            {
                return _stopSignal;
            }
        }
    }

    /// <inheritdoc/>
    public void WatchSignals()
    {
        // The kernel keeps signals without a handler away from process 1 of a container; any other process is ended by them.
        if (LibC.ProcessId() == 1)
        {
            Watch();
        }
    }

    /// <inheritdoc/>
    public int RunScript(string commandLine)
    {
        Watch();
        // Where the parent ignored it, the kernel would not tell how the script ended.
        var childSignal = LibC.Signal(LibC.ChildSignal, LibC.DefaultSignal);
        var code = Run(commandLine);
        _ = ReapOrphans(WithoutWaiting);
        _ = LibC.Signal(LibC.ChildSignal, childSignal);
        return code;
    }

    /// <summary>
    /// Runs a script for process 1, and stays as the parent of the processes that it leaves running: Orthanc, which becomes process 1,
    /// waits for none but its own. Returns only if the script failed or left none.
    /// </summary>
    public int KeepScript(string commandLine)
    {
        LibC.AdoptOrphans();
        var code = RunScript(commandLine);
        if (code != 0 || !ReapOrphans(WithoutWaiting))
        {
            return code;
        }

        _registrations?.Dispose();
        _ = LibC.BeginSession();
        _ = LibC.Kill(LibC.ProcessId(), LibC.StopSignal);
        _ = ReapOrphans(0);
        // Nobody would wait for this process either.
        Thread.Sleep(Timeout.Infinite);
        return code;
    }

    /// <inheritdoc/>
    public int RunProgram(IReadOnlyList<string> arguments) => Spawn([.. arguments]) is > 0 and var started ? Wait(started) : CannotStart;

    /// <inheritdoc/>
    public int Exec(string path, IReadOnlyList<string> arguments, string? preload)
    {
        _registrations?.Dispose();
        _ = ReapOrphans(WithoutWaiting);
        // The .NET runtime ignores SIGPIPE, and an ignored signal stays ignored in the program that follows.
        _ = LibC.Signal(LibC.BrokenPipeSignal, 0);
        var none = stackalloc byte[LibC.SignalSetSize];
        new Span<byte>(none, LibC.SignalSetSize).Clear();
        _ = LibC.SignalMask(LibC.SetSignalMask, none, null);

        var list = Strings(OriginalBytes(arguments));
        var environment = preload is null ? LibC.Environment : WithPreload(preload);
        fixed (byte* file = Bytes(path))
        {
            _ = LibC.Execute(file, list, environment);
        }

        return Marshal.GetLastPInvokeError();
    }

    private int Run(string commandLine)
    {
        var keeper = SpawnKeeper(commandLine);
        var started = keeper > 0 ? keeper : Spawn(["/bin/sh", "-c", Expanding, "sh", commandLine]);
        if (started <= 0)
        {
            return CannotStart;
        }

        lock (_lock)
        {
            _script = started;
            _pending.ForEach(signal => _ = LibC.Kill(started, signal));
        }

        var code = Wait(started, mayStay: keeper > 0);
        lock (_lock)
        {
            // From here on the number may belong to another process.
            _script = 0;
        }

        return code;
    }

    private void Watch() => _registrations ??= new SignalRegistrations(ForwardedSignals, Forward);

    private void Forward(int signal)
    {
        lock (_lock)
        {
            _stopSignal = signal is 1 or 2 or 3 or 15 ? signal : _stopSignal;
            if (_script > 0)
            {
                _ = LibC.Kill(_script, signal);
            }
            else
            {
                _pending.Add(signal);
            }
        }
    }

    /// <summary>Collects children that ended: those that a script left behind belong to process 1, or to the script's keeper.</summary>
    /// <returns>Whether others live.</returns>
    private static bool ReapOrphans(int options)
    {
        var status = 0;
        int ended;
        do
        {
            ended = LibC.WaitFor(-1, &status, options);
        }
        while (ended > 0 || (ended < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted));

        return ended == 0;
    }

    /// <summary>
    /// Only process 1 needs one, and takes it along when it ends. Where code is compiled at run time, the program of this process is not
    /// the launcher.
    /// </summary>
    private static int SpawnKeeper(string commandLine) =>
        LibC.ProcessId() == 1 && !RuntimeFeature.IsDynamicCodeSupported && Environment.ProcessPath is { } program
            ? Spawn([ScriptKeeper, commandLine], program)
            : 0;

    private static int Spawn(string[] arguments, string? program = null)
    {
        var attributes = stackalloc byte[LibC.SpawnAttributesSize];
        var all = stackalloc byte[LibC.SignalSetSize];
        var none = stackalloc byte[LibC.SignalSetSize];
        new Span<byte>(none, LibC.SignalSetSize).Clear();
        new Span<byte>(all, LibC.SignalSetSize).Fill(0xFF);
        _ = LibC.InitializeSpawnAttributes(attributes);
        _ = LibC.SetSpawnDefaultSignals(attributes, all);
        _ = LibC.SetSpawnSignalMask(attributes, none);
        _ = LibC.SetSpawnFlags(attributes, LibC.SpawnSetsSignals);
        var processId = 0;
        fixed (byte* file = Bytes(program ?? arguments[0]))
        {
            var error = LibC.Spawn(&processId, file, null, attributes, Strings(arguments.Select(Bytes).ToArray()), LibC.Environment);
            return error == 0 ? processId : 0;
        }
    }

    /// <param name="mayStay">Whether it is a keeper: that one stops, in a session of its own, to say that it stays.</param>
    private static int Wait(int processId, bool mayStay = false)
    {
        const int stopped = 0x7F;
        var status = 0;
        while (true)
        {
            if (LibC.WaitFor(processId, &status, mayStay ? AlsoIfStopped : 0) < 0)
            {
                if (Marshal.GetLastPInvokeError() != LibC.Interrupted)
                {
                    return CannotStart;
                }
            }
            else if ((status & 0xFF) != stopped)
            {
                var signal = status & 0x7F;
                return signal == 0 ? (status >> 8) & 0xFF : 128 + signal;
            }
            else if (LibC.SessionOf(processId) == processId)
            {
                _ = LibC.Kill(processId, LibC.ContinueSignal);
                return 0;
            }
        }
    }

    /// <summary>
    /// The arguments' bytes. An argument that is not UTF-8 was damaged on its way into a string; the kernel still has it.
    /// </summary>
    private static byte[][] OriginalBytes(IReadOnlyList<string> arguments)
    {
        var bytes = arguments.Select(Bytes).ToArray();
        if (!arguments.Any(argument => argument.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return bytes;
        }

        var original = File.ReadAllBytes("/proc/self/cmdline");
        var end = original.Length;
        for (var i = bytes.Length - 1; i >= 0 && end > 0; i--)
        {
            var start = original.AsSpan(0, end - 1).LastIndexOf((byte)0) + 1;
            var raw = original.AsSpan(start, end - 1 - start);
            if (arguments[i].Contains('\uFFFD', StringComparison.Ordinal) && Encoding.UTF8.GetString(raw) == arguments[i])
            {
                bytes[i] = [.. raw, 0];
            }

            end = start;
        }

        return bytes;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + "\0");

    /// <summary>A null-ended list of C strings; it lives until the process is another program or ends.</summary>
    private static byte** Strings(byte[][] texts)
    {
        var list = (byte**)NativeMemory.Alloc((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
        {
            list[i] = (byte*)NativeMemory.Alloc((nuint)texts[i].Length);
            texts[i].CopyTo(new Span<byte>(list[i], texts[i].Length));
        }

        list[texts.Length] = null;
        return list;
    }

    /// <summary>The environment's own strings, of which only <c>LD_PRELOAD</c> is another one.</summary>
    private static byte** WithPreload(string preload)
    {
        var count = 0;
        var environment = LibC.Environment;
        while (environment[count] is not null)
        {
            count++;
        }

        var list = (byte**)NativeMemory.Alloc((nuint)(count + 2), (nuint)sizeof(byte*));
        var entry = Strings([Bytes($"LD_PRELOAD={preload}")])[0];
        var length = 0;
        var isReplaced = false;
        for (var i = 0; i < count; i++)
        {
            var isPreload = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(environment[i]).StartsWith("LD_PRELOAD="u8);
            list[length++] = isPreload ? entry : environment[i];
            isReplaced |= isPreload;
        }

        if (!isReplaced)
        {
            list[length++] = entry;
        }

        list[length] = null;
        return list;
    }

    /// <summary>Handles some signals as long as it lives.</summary>
    private sealed class SignalRegistrations : IDisposable
    {
        private readonly List<PosixSignalRegistration> _registrations = [];

        public SignalRegistrations(int[] signals, Action<int> handler)
        {
            foreach (var signal in signals)
            {
                _registrations.Add(PosixSignalRegistration.Create(SignalOf(signal), context =>
                {
                    context.Cancel = true;
                    handler(signal);
                }));
            }
        }

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }
        }

        private static PosixSignal SignalOf(int number) => number switch
        {
            1 => PosixSignal.SIGHUP,
            2 => PosixSignal.SIGINT,
            3 => PosixSignal.SIGQUIT,
            15 => PosixSignal.SIGTERM,
            28 => PosixSignal.SIGWINCH,
            _ => (PosixSignal)number,
        };
    }
}
