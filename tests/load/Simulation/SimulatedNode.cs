using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>All that is kept of a mobile node. Fields, and one small object of its own: there are a hundred thousand.</summary>
internal sealed class SimulatedNode(LoadNode identity, bool overIpv6)
{
    public readonly LoadNode Identity = identity;
    public readonly bool OverIpv6 = overIpv6;

    /// <summary>ESP sequence number of the next Binding Update.</summary>
    public ulong EspNext;

    /// <summary>ESP sequence numbers of acknowledgements: they overtake each other when many that waited come at once.</summary>
    public readonly AntiReplayWindow EspAccepted = new();

    /// <summary>Where payload goes and comes: acknowledged.</summary>
    public Attachment Active;

    /// <summary>Where the outstanding update was sent from.</summary>
    public Attachment Pending;

    /// <summary>Before the last handover.</summary>
    public Attachment Former;

    /// <summary>Packets that were sent until then may come there, nanoseconds.</summary>
    public long FormerUntil;

    /// <summary>Before the handover before that: an answer that was long in coming may be followed by the next handover at once.</summary>
    public Attachment Earlier;

    public long EarlierUntil;

    /// <summary>When the outstanding update was due, nanoseconds.</summary>
    public long Intended;

    /// <summary>Tells this update from earlier ones in the queue of retransmissions.</summary>
    public int Operation;

    /// <summary>Sequence number of the last Binding Update that was sent.</summary>
    public ushort Sequence;

    /// <summary>That of the first one of this operation: retransmissions count up (RFC 6275 11.8).</summary>
    public ushort FirstOutstanding;

    /// <summary>IPv4 home address (a /32) or prefix to be asked for: its own, 0.0.0.0 for any, or the one that it was given; null: none.</summary>
    public Ipv4Prefix? Ipv4 = identity.Ipv4HomeAddress is { } own ? new Ipv4Prefix(own, 32) : null;

    public byte Attempts;
    public bool Outstanding;
    public bool Deregisters;

    /// <summary>How payload goes, as the last acknowledgement says.</summary>
    public Encapsulation Encapsulation;

    public bool IsRegistered => !Active.IsNone;

    /// <summary>May a packet for this node's home address that was sent then come here?</summary>
    /// <param name="sent">Nanoseconds.</param>
    public bool IsAt(in Attachment place, long sent) =>
        IsSame(place, Active) || (Outstanding && IsSame(place, Pending)) || (IsSame(place, Former) && sent <= FormerUntil)
        || (IsSame(place, Earlier) && sent <= EarlierUntil);

    /// <summary>The outstanding update has been accepted: what comes to where the node was is not wrong for a while.</summary>
    /// <param name="until">Nanoseconds.</param>
    public void Move(long until)
    {
        if (Active != Pending)
        {
            (Earlier, EarlierUntil) = (Former, FormerUntil);
            (Former, FormerUntil) = (Active, until);
        }
        Active = Deregisters ? default : Pending;
    }

    // A tunnel without UDP shows no port.
    private static bool IsSame(in Attachment shown, in Attachment known) =>
        shown.Address == known.Address && (shown.Port == 0 || shown.Port == known.Port);
}
