using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>An ESP security association of the kernel's SAD (<c>struct xfrm_usersa_info</c>).</summary>
public sealed record XfrmState(XfrmStateId Id, IpAddress Source, XfrmMode Mode)
{
    /// <summary>Ties it to the templates of policies.</summary>
    public uint Reqid { get; init; }

    /// <summary>What it may carry; null: whatever a policy sends through it.</summary>
    public XfrmSelector? Selector { get; init; }

    /// <summary>A tunnel that carries both families (<c>XFRM_STATE_AF_UNSPEC</c>).</summary>
    public bool AnyFamily { get; init; }

    /// <summary>
    /// Suite, keys, length of sequence numbers; the SPI that counts is that of <see cref="Id"/>. Needed to install; never in what the kernel lists, so that
    /// keys do not travel.
    /// </summary>
    public SecurityAssociationParameters? Parameters { get; init; }

    /// <summary>Packets; 0 switches the replay check off.</summary>
    public uint ReplayWindow { get; init; } = 64;

    /// <summary>Sequence numbers to go on from, null: from the start. In what the kernel lists, those at that moment.</summary>
    public XfrmReplay? Replay { get; init; }
}
