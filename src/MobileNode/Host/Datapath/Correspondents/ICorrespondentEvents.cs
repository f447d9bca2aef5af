using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath.Correspondents;

/// <summary>What the data path tells of correspondents. Nobody has authenticated any of it. Called on the poller's thread; returns at once.</summary>
internal interface ICorrespondentEvents
{
    /// <param name="destination">A care-of address if it came directly; the home address if it came by the tunnel, or at home.</param>
    /// <param name="header">The whole Mobility Header, cut to its length.</param>
    void MessageReceived(Ipv6Address correspondent, Ipv6Address destination, IMobilityMessage message, ReadOnlySpan<byte> header);

    /// <summary>A packet of this node for the home address came by the tunnel.</summary>
    void PacketTunnelled(Ipv6Address correspondent);

    /// <summary>An ICMP error: the test with this cookie met a node that knows no Mobility Headers.</summary>
    void NotUnderstood(Ipv6Address correspondent, ulong cookie);
}
