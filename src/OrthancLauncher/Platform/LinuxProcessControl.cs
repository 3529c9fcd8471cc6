using System.Runtime.InteropServices;
using System.Text;

namespace OrthancLauncher.Platform;

/// <summary>Starts other programs on Linux.</summary>
internal sealed unsafe class LinuxProcessControl : IProcessControl
{
    /// <summary>Signals that a container's runtime or a user may send: their numbers on Linux.</summary>
    private static readonly int[] ForwardedSignals = [1, 2, 3, 10, 12, 15, 28];

    private const int CannotStart = 126;

    /// <summary>What makes a command line more than a program with its arguments.</summary>
    private static readonly System.Buffers.SearchValues<char> ShellSyntax = System.Buffers.SearchValues.Create(";&|<>()\n`$={}!*?[#~");

    /// <inheritdoc/>
    public ScriptResult RunScript(string commandLine)
    {
        var signalled = 0;
        var script = 0;
        var pending = new List<int>();
        using var registrations = new SignalRegistrations(ForwardedSignals, signal =>
        {
            lock (pending)
            {
                signalled = signal is 1 or 2 or 3 or 15 ? signal : signalled;
                if (script > 0)
                {
                    _ = LibC.Kill(script, signal);
                }
                else
                {
                    pending.Add(signal);
                }
            }
        });

        var started = Spawn(["/bin/sh", "-c", ShellCommand(commandLine)]);
        if (started <= 0)
        {
            return new ScriptResult(CannotStart, signalled);
        }

        lock (pending)
        {
            script = started;
            foreach (var signal in pending)
            {
                _ = LibC.Kill(script, signal);
            }
        }

        var code = Wait(started);
        lock (pending)
        {
            // From here on the number may belong to another process.
            script = 0;
            return new ScriptResult(code, signalled);
        }
    }

    /// <inheritdoc/>
    public int Exec(string path, IReadOnlyList<string> arguments, string? preload)
    {
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

    /// <summary>
    /// The command for the shell. A simple command takes the shell's place, so that a signal reaches the script itself.
    /// </summary>
    internal static string ShellCommand(string commandLine)
    {
        var trimmed = commandLine.AsSpan().Trim();
        var end = trimmed.IndexOfAny(" \t");
        var program = end < 0 ? trimmed : trimmed[..end];
        // Without a slash it may be a command of the shell itself, such as a dot, which cannot take its place.
        var isSimple = trimmed.IndexOfAny(ShellSyntax) < 0 && program.Contains('/');
        return isSimple ? $"exec {trimmed}" : commandLine;
    }

    private static int Spawn(string[] arguments)
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
        fixed (byte* file = Bytes(arguments[0]))
        {
            var error = LibC.Spawn(&processId, file, null, attributes, Strings(arguments.Select(Bytes).ToArray()), LibC.Environment);
            return error == 0 ? processId : 0;
        }
    }

    private static int Wait(int processId)
    {
        var status = 0;
        while (LibC.WaitFor(processId, &status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != LibC.Interrupted)
            {
                return CannotStart;
            }
        }

        var signal = status & 0x7F;
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal;
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
