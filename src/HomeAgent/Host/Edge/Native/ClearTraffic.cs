using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// What may be in the clear below the kernel's IPsec. The policies in the kernel say the same; this holds when somebody has taken them away, and it
/// keeps packets that go round the kernel, from one mobile node to another, from going round its IPsec.
/// </summary>
internal sealed class ClearTraffic(Ipv6Address homeAgent, ProtectedHomes homes, BindingTable table)
{
    /// <summary>
    /// A packet out of the tunnel of its binding. Never a Mobility Header; nor ESP for us behind other headers, which would come into IPsec without
    /// our tag; nor what hides its upper layer.
    /// </summary>
    public bool MayComeIn(ReadOnlySpan<byte> packet)
    {
        if (!InnerPacket.TryReadSource(packet, out var source)) return false;
        if (!source.IsIpv4)
        {
            if (!ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out _, out var why) && why != DropReason.FragmentNotSupported) return false;
            if (protocol == IpProtocol.MobilityHeader || (protocol == IpProtocol.Esp && Ipv6Address.Read(packet[24..]) == homeAgent)) return false;
        }
        return homes.IsEmpty || !homes.Contains(source) || (IkePacket.TryRead(packet, out var ike, out _) && ike.Destination == homeAgent);
    }

    /// <summary>
    /// A packet for a home address, out of the TUN. A Mobility Header of ours is always sealed, others' are while the node is away; so is payload that
    /// has to be protected.
    /// </summary>
    public DropReason WhyNotOut(ReadOnlySpan<byte> packet, DateTimeOffset now)
    {
        if (IpVersion.Of(packet) == 6 && packet.Length >= Ipv6Header.Size && MustBeSealedSignalling(packet, now)) return DropReason.UnprotectedSignalling;
        if (!HasToBeSealed(packet) || (IkePacket.TryRead(packet, out var ike, out _) && ike.Source == homeAgent)) return DropReason.None;
        return DropReason.UnprotectedPayload;
    }

    /// <summary>Is it payload that the kernel seals?</summary>
    public bool HasToBeSealed(ReadOnlySpan<byte> packet) =>
        !homes.IsEmpty && InnerPacket.TryReadDestination(packet, out var destination) && homes.Contains(destination);

    /// <param name="packet">IPv6.</param>
    private bool MustBeSealedSignalling(ReadOnlySpan<byte> packet, DateTimeOffset now)
    {
        // Of a later fragment as well it is known what it is a fragment of.
        ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out _, out _);
        return protocol == IpProtocol.MobilityHeader && (Ipv6Address.Read(packet[8..]) == homeAgent || table.TryFind(Ipv6Address.Read(packet[24..]), now, out _));
    }
}
