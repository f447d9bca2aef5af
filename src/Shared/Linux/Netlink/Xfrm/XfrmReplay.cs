using System.Collections.Immutable;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>Sequence numbers of a state (<c>struct xfrm_replay_state_esn</c>; without ESN the upper halves are 0).</summary>
/// <param name="OutboundLast">The number that was sent last; 0: none.</param>
/// <param name="InboundHighest">The highest number that was accepted; 0: none.</param>
public sealed record XfrmReplay(ulong OutboundLast, ulong InboundHighest)
{
    /// <summary>The kernel's bitmap, as it is in <c>bmp</c>: words of the ring that is indexed by number modulo window.</summary>
    public ImmutableArray<uint> Bitmap { get; init; } = [];

    /// <summary>Numbers that the window holds; 0: no replay check.</summary>
    public uint Window { get; init; }

    /// <summary>Has a packet of this number been accepted? Numbers left of the window count as accepted.</summary>
    public bool WasAccepted(ulong number)
    {
        if (Window == 0 || number > InboundHighest) return false;
        if (InboundHighest - number >= Window) return true;
        var bit = (uint)((number - 1) % Window);
        return (Bitmap[(int)(bit / 32)] >> (int)(bit % 32) & 1) != 0;
    }
}
