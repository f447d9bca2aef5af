using System.Collections.Immutable;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>Sequence numbers of a state (<c>struct xfrm_replay_state_esn</c>; without ESN the upper halves are 0).</summary>
/// <param name="OutboundLast">The number that was sent last; 0: none.</param>
/// <param name="InboundHighest">The highest number that was accepted; 0: none.</param>
public sealed record XfrmReplay(ulong OutboundLast, ulong InboundHighest)
{
    /// <summary>
    /// The kernel's bitmap, as it is in <c>bmp</c>: words of the ring that is indexed by number modulo window. Empty when numbers are handed to the
    /// kernel: all up to <see cref="InboundHighest"/> were accepted.
    /// </summary>
    public ImmutableArray<uint> Bitmap { get; init; } = [];

    /// <summary>Numbers that the window holds; 0: no replay check.</summary>
    public uint Window { get; init; }

    /// <summary>Packets that were accepted or sent, those of a state without window as well. Says nothing when numbers are handed to the kernel.</summary>
    public ulong Packets { get; init; }

    /// <summary>The number of a packet that has just been given to the kernel: has it been accepted? Without a window the counter tells, if nothing else came.</summary>
    /// <param name="low">The lower half, as it is in the packet.</param>
    /// <param name="before">The numbers as they were before.</param>
    public bool HasAccepted(uint low, XfrmReplay before) => Window == 0 ? Packets > before.Packets : WasAccepted(Whole(low));

    /// <summary>Has a packet of this number been accepted? Numbers left of the window count as accepted.</summary>
    public bool WasAccepted(ulong number)
    {
        if (Window == 0 || number > InboundHighest) return false;
        var age = InboundHighest - number;
        if (age >= Window) return true;
        // The kernel finds the place of the highest number by its lower half alone.
        var highest = ((uint)InboundHighest - 1) % Window;
        var bit = (int)(highest >= age ? highest - age : Window + highest - age);
        return (Bitmap[bit / 32] >> bit % 32 & 1) != 0;
    }

    /// <summary>A packet carries the lower half of its number (RFC 4303 2.2.1): the whole of it is the nearest to what was accepted last.</summary>
    public ulong Whole(uint low)
    {
        const ulong round = 1ul << 32;
        var number = InboundHighest / round * round + low;
        if (number > InboundHighest + round / 2 && number >= round) return number - round;
        // The upper half is 0 as long as no round is over, and always without ESN.
        return number + round / 2 < InboundHighest ? number + round : number;
    }

    public bool Equals(XfrmReplay? other) =>
        other is not null && OutboundLast == other.OutboundLast && InboundHighest == other.InboundHighest && Window == other.Window
        && Bitmap.AsSpan().SequenceEqual(other.Bitmap.AsSpan());

    public override int GetHashCode() => HashCode.Combine(OutboundLast, InboundHighest, Window);
}
