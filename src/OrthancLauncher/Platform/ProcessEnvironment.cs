using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Platform;

/// <summary>The process's own variables, read without changing a byte of them.</summary>
internal static unsafe class ProcessEnvironment
{
    /// <summary>All variables in the environment's order.</summary>
    public static List<EnvironmentVariable> Read()
    {
        var variables = new List<EnvironmentVariable>();
        for (var entry = LibC.Environment; entry is not null && *entry is not null; entry++)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry);
            var separator = bytes.IndexOf((byte)'=');
            if (separator > 0)
            {
                var value = bytes[(separator + 1)..];
                variables.Add(
                    new EnvironmentVariable(
                        Encoding.UTF8.GetString(bytes[..separator]), Encoding.UTF8.GetString(value), Utf8.IsValid(value)));
            }
        }

        return variables;
    }
}
