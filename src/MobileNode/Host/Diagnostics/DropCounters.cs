using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.MobileNode.Diagnostics;

/// <summary>What was dropped and why; any thread counts.</summary>
internal sealed class DropCounters
{
    private const int HighestErrno = 133; // EHWPOISON
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _discards = new long[Enum.GetValues<IpsecDiscard>().Length];
    private readonly long[] _refused = new long[HighestErrno + 1];

    public void Count(DropReason why) => Interlocked.Increment(ref _drops[(int)why]);

    public void Count(DropReason why, int packets) => Interlocked.Add(ref _drops[(int)why], packets);

    public void Count(IpsecDiscard why) => Interlocked.Increment(ref _discards[(int)why]);

    /// <summary>The kernel did not take a frame.</summary>
    public void CountRefused(int frames, Errno why) => Interlocked.Add(ref _refused[Math.Clamp((int)why, 0, HighestErrno)], frames);

    /// <summary>Everything that is not zero, by name.</summary>
    public IReadOnlyDictionary<string, long> Snapshot()
    {
        var result = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var why in Enum.GetValues<DropReason>()) Add(result, why.ToString(), _drops[(int)why]);
        foreach (var why in Enum.GetValues<IpsecDiscard>()) Add(result, "Ipsec" + why, _discards[(int)why]);
        for (var errno = 0; errno <= HighestErrno; errno++) Add(result, "Send" + (Errno)errno, _refused[errno]);
        return result;
    }

    private static void Add(SortedDictionary<string, long> result, string name, long count)
    {
        if (count != 0) result[name] = count;
    }
}
