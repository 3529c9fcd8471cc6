using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace OrthancLauncher.Fuzzing;

/// <summary>The branches that executions took, as AFL counts them: which follows which, and roughly how often.</summary>
internal sealed unsafe class CoverageMap
{
    private const int Size = 1 << 16;

    private static readonly byte* Counts = (byte*)NativeMemory.AllocZeroed(Size);

    /// <summary>A bit for each magnitude of each count that any execution has reached.</summary>
    private readonly byte[] _seen = new byte[Size];

    /// <summary>How many pairs of branches were seen.</summary>
    public int Pairs { get; private set; }

    public static void Clear()
    {
        Trace.SharedMem = Counts;
        Trace.PrevLocation = 0;
        new Span<byte>(Counts, Size).Clear();
    }

    /// <summary>Counts an outcome as if it were a branch.</summary>
    public static void Count(string outcome) =>
        Counts[outcome.Aggregate(2166136261u, static (hash, character) => (hash ^ character) * 16777619) % Size]++;

    /// <summary>Adds what was counted since it was cleared.</summary>
    /// <returns>Whether there is anything new.</returns>
    public bool Add()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(Counts, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
            {
                continue;
            }

            for (var i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                var magnitude = Counts[i] == 0 ? 0 : 1 << BitOperations.Log2(Counts[i]);
                if ((magnitude & ~_seen[i]) != 0)
                {
                    Pairs += _seen[i] == 0 ? 1 : 0;
                    _seen[i] |= (byte)magnitude;
                    isNew = true;
                }
            }
        }

        return isNew;
    }
}
