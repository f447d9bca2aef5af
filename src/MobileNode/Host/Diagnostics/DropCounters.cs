using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.MobileNode.Diagnostics;

/// <summary>What was dropped and why; any thread counts.</summary>
internal sealed class DropCounters
{
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _discards = new long[Enum.GetValues<IpsecDiscard>().Length];
    private long _refused;
    private int _lastErrno;

    public void Count(DropReason why) => Interlocked.Increment(ref _drops[(int)why]);

    public void Count(IpsecDiscard why) => Interlocked.Increment(ref _discards[(int)why]);

    /// <summary>The kernel did not take a frame.</summary>
    public void CountRefused(int frames, Errno why)
    {
        Interlocked.Add(ref _refused, frames);
        Volatile.Write(ref _lastErrno, (int)why);
    }

    /// <summary>Everything that is not zero, by name.</summary>
    public IReadOnlyDictionary<string, long> Snapshot()
    {
        var result = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var why in Enum.GetValues<DropReason>()) Add(result, why.ToString(), _drops[(int)why]);
        foreach (var why in Enum.GetValues<IpsecDiscard>()) Add(result, "Ipsec" + why, _discards[(int)why]);
        Add(result, "Send" + (Errno)Volatile.Read(ref _lastErrno), Interlocked.Read(ref _refused));
        return result;
    }

    private static void Add(SortedDictionary<string, long> result, string name, long count)
    {
        if (count != 0) result[name] = count;
    }
}
