using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace DsMip.Fuzz.Engine;

/// <summary>
/// Which branches were taken, and how often, as AFL counts: a byte for each pair of places that followed one another, in eight classes of frequency.
/// One of them at a time in a process; one thread at a time in what it watches.
/// </summary>
internal sealed unsafe class Coverage
{
    /// <summary>What SharpFuzz numbers places with.</summary>
    private const int Size = 1 << 16;

    private readonly byte* _map = Trace.SharedMem;
    private readonly byte[] _seen = new byte[Size];

    /// <summary>
    /// Gives the counters their place, before any instrumented code runs. It stays: timers and static constructors may count at any time.
    /// </summary>
    public static void Attach()
    {
        if (Trace.SharedMem == null) Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Size);
    }

    /// <summary>Pairs of places seen so far.</summary>
    public int Edges { get; private set; }

    /// <summary>What comes now is a new execution.</summary>
    public void Begin()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>True: the execution went where none before it had been, or more often around.</summary>
    public bool End()
    {
        var map = new ReadOnlySpan<byte>(_map, Size);
        var isNew = false;
        for (var i = map.IndexOfAnyExcept((byte)0); i >= 0;)
        {
            isNew |= See(i, ClassOf(map[i]));
            var next = map[(i + 1)..].IndexOfAnyExcept((byte)0);
            i = next < 0 ? -1 : i + 1 + next;
        }
        return isNew;
    }

    public void Forget()
    {
        _seen.AsSpan().Clear();
        Edges = 0;
    }

    private bool See(int place, byte frequency)
    {
        if ((_seen[place] & frequency) != 0) return false;
        if (_seen[place] == 0) Edges++;
        _seen[place] |= frequency;
        return true;
    }

    private static byte ClassOf(byte count) => count switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
