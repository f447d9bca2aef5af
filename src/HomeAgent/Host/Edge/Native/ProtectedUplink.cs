using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// ESP in tunnel mode from mobile nodes: what the SA of its SPI knows comes in place of the care-of address, and then it is the kernel's. Only from
/// where the binding is: IPsec would take it from anywhere, but the binding says where the mobile node is. Unless packets may say it as well: then what
/// IPsec takes is where the mobile node is.
/// </summary>
/// <param name="places">Null: an address comes from Binding Updates only.</param>
internal sealed class ProtectedUplink(
    Ipv6Address homeAgent, IKernelAssociations kernel, PacketDelivery deliver, PayloadPorts ports, BindingTable table, HomeAgentMetrics metrics,
    PayloadPlaces? places = null)
{
    /// <summary>For one home address. Attempts to learn a port cost questions to the kernel, and anybody can make us ask.</summary>
    private const int LessonsPerSecond = 10;

    /// <summary>For one home address. A NAT does not change its address more often, and who forges packets is dropped before IPsec.</summary>
    private const int MovesPerSecond = 2;

    private readonly SecondlyBudget<Ipv6Address> _lessons = new(LessonsPerSecond);
    private readonly SecondlyBudget<Ipv6Address> _moves = new(MovesPerSecond);

    /// <summary>Over an IPv6 care-of address: the frame is the packet.</summary>
    public void OverIpv6(
        Span<byte> buffer, int offset, int length, KernelAssociation association, in Ingress ingress, DateTimeOffset now)
    {
        var why = Check(association.HomeAddress, ingress.Remote, now);
        if (why == DropReason.None) why = Open(buffer, offset, length, association);
        if (why != DropReason.None) metrics.Dropped(why);
    }

    /// <summary>In an IPv4 network: IPv4, UDP and ESP to port 4500 (RFC 5555 5, RFC 3948).</summary>
    public void InUdp(Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        var frame = buffer.Slice(offset, length);
        if (!NatTraversal.TryRead(frame, out var datagram, out var why)) metrics.Dropped(why);
        else if (!ProtectedPayload.TryReadSpi(frame, out var spi, out var number)) metrics.Dropped(DropReason.Truncated);
        else if (!kernel.TryFindInbound(spi, out var association) || !IsTunnel(association)) metrics.Dropped(DropReason.UnknownSecurityParametersIndex);
        else if (Check(association.HomeAddress, datagram.Ingress.Remote, now) is var refusal && refusal != DropReason.None)
            Elsewhere(buffer, offset, length, association, datagram.Ingress, number, refusal, now);
        else if (ports.Find(association.HomeAddress, datagram.Ingress.Remote) == datagram.Ingress.RemotePort) OpenKnown(buffer, offset, length, association);
        else OpenFromElsewhere(buffer, offset, length, association, datagram.Ingress, number, now);
    }

    public static bool IsTunnel(KernelAssociation association) => association.Mode == Linux.Netlink.Xfrm.XfrmMode.Tunnel;

    private DropReason Check(Ipv6Address home, IpAddress remote, DateTimeOffset now)
    {
        if (!table.TryFind(home, now, out var tunnel)) return DropReason.NoBinding;
        var place = places?.Find(home, tunnel.Remote) ?? tunnel.Remote;
        return place == remote ? DropReason.None : DropReason.OuterSourceMismatch;
    }

    /// <summary>From another address than the mobile node's, in an IPv4 network.</summary>
    private void Elsewhere(
        Span<byte> buffer, int offset, int length, KernelAssociation association, in Ingress ingress, uint number, DropReason why, DateTimeOffset now)
    {
        var isInIpv4 = places is not null && table.TryFind(association.HomeAddress, now, out var tunnel) && tunnel.Remote.IsIpv4;
        if (isInIpv4 && _moves.TryTake(association.HomeAddress, now)) OpenFromElsewhere(buffer, offset, length, association, ingress, number, now);
        else metrics.Dropped(why);
    }

    private void OpenKnown(Span<byte> buffer, int offset, int length, KernelAssociation association)
    {
        var why = Open(buffer, offset, length, association);
        if (why != DropReason.None) metrics.Dropped(why);
    }

    /// <summary>Behind the same address another port, or another address: learned when the kernel has accepted the number of this packet, which it had not before.</summary>
    private void OpenFromElsewhere(
        Span<byte> buffer, int offset, int length, KernelAssociation association, in Ingress ingress, uint number, DateTimeOffset now)
    {
        var before = _lessons.TryTake(association.HomeAddress, now) ? kernel.Numbers(association) : null;
        var mayLearn = before is not null && !before.WasAccepted(before.Whole(number));
        OpenKnown(buffer, offset, length, association);
        if (!mayLearn || kernel.Numbers(association)?.HasAccepted(number, before!) != true) return;
        ports.Learn(association.HomeAddress, ingress.Remote, ingress.RemotePort);
        places?.Learn(association.HomeAddress, ingress.Remote);
    }

    private DropReason Open(Span<byte> buffer, int offset, int length, KernelAssociation association)
    {
        if (!ProtectedPayload.TryFromCareOf(buffer, offset, length, association.HomeAddress, homeAgent, out var start, out var size, out var why)) return why;
        if (deliver(buffer.Slice(start, size)) != Errno.None) return DropReason.Unreachable;
        metrics.Forwarded(PacketDirection.Uplink);
        return DropReason.None;
    }
}
