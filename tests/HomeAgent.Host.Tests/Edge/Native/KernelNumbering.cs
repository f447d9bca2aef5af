using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>What a kernel says about an SA under which it has accepted some numbers.</summary>
internal static class KernelNumbering
{
    private const uint Window = 64;

    public static XfrmReplay Of(IReadOnlyCollection<uint> accepted, bool hasWindow = true)
    {
        if (!hasWindow) return new XfrmReplay(0, 0) { Packets = (ulong)accepted.Count };
        var highest = accepted.DefaultIfEmpty().Max();
        var ring = new uint[Window / 32];
        foreach (var number in accepted.Where(number => highest - number < Window)) ring[(number - 1) % Window / 32] |= 1u << (int)((number - 1) % 32);
        return new XfrmReplay(0, highest) { Window = Window, Bitmap = [.. ring], Packets = (ulong)accepted.Count };
    }
}
