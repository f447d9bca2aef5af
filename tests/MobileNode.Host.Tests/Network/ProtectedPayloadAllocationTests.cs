using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>Below the kernel's IPsec the way of a sealed payload packet makes no garbage, in both directions.</summary>
public sealed class ProtectedPayloadAllocationTests : IDisposable, IDepartures, IEspNumbers, IIpsecPath, IProtocolEvents
{
    private const int WarmUp = 2000, Measured = 2000;
    private readonly NetworkNamespace _node = NetworkNamespace.Create();
    private readonly NetworkNamespace _far = NetworkNamespace.Create();

    public void Dispose()
    {
        _node.Dispose();
        _far.Dispose();
    }

    [NamespaceTheory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void Not_a_byte_is_allocated_per_packet(Encapsulation encapsulation)
    {
        NetworkNamespace.Connect(_node, "wan0", _far, "far0");
        _node.Ip("addr add 203.0.113.5/24 dev wan0");
        _node.Ip("route add default via 203.0.113.1 dev wan0");
        _node.Ip("addr add 2001:db8:6::5/64 dev wan0 nodad");
        _node.Ip("-6 route add default via 2001:db8:6::1 dev wan0");
        _node.Ip("neigh add 203.0.113.1 lladdr 02:00:00:00:00:01 dev wan0");
        _node.Ip("neigh add 2001:db8:6::1 lladdr 02:00:00:00:00:01 dev wan0");
        var (allocated, sent, received, drops) = _node.Run(() => Measure(Settings.Read(("Ipsec", "Kernel"), ("ProtectPayload", "true")), encapsulation));
        Assert.Empty(drops);
        Assert.Equal((WarmUp + Measured, WarmUp + Measured), (sent, received));
        Assert.Equal(0, allocated);
    }

    private (long Allocated, long Sent, long Received, IReadOnlyDictionary<string, long> Drops) Measure(MobileNodeOptions options, Encapsulation encapsulation)
    {
        using var kernel = new RouteNetlink();
        using var tun = TunDevice.Open("dsmip0");
        kernel.SetUp(tun.InterfaceIndex);
        var drops = new DropCounters();
        using var messages = new MobilityHeaderSocket(tun.Name);
        using var ipsec = new KernelBoundary(_ => this, this, options.HomeAddress, options.HomeAgentAddress, true, drops);
        var tunnel = new ReverseTunnel(options.HomeAgentAddress, options.HomeAgentIpv4Address, new HomeAddresses(options.HomeAddress, default));
        var wan = kernel.GetLink("wan0");
        using var senders = new InterfaceSenders(0, _ => wan);
        var uplink = new Uplink(
            ipsec, tunnel, this, senders, tun, drops, options.HomeAgentAddress, options.HomeAgentIpv4Address, Port.DsMip, this, new HeldPackets());
        var downlink = new Downlink(ipsec, tunnel, tun, drops, options.HomeAgentAddress, this);
        var frames = new NativeFrames(messages, ipsec, downlink, drops, options.HomeAgentAddress, options.HomeAgentIpv4Address);
        var overIpv6 = encapsulation == Encapsulation.Ipv6;
        using IFrameSource tap = overIpv6 ? new PacketTap([]) : EspInUdpTap.AtMobileNode(options.HomeAgentIpv4Address);
        var way = overIpv6
            ? new BidirectionalTunnel(encapsulation, IpAddress.Parse("2001:db8:6::5"), options.HomeAgentAddress)
            : new BidirectionalTunnel(encapsulation, IpAddress.Parse("203.0.113.5"), options.HomeAgentIpv4Address, Port.DsMip, Port.DsMip);
        uplink.Switch(new SetTunnel(way, wan.Index));

        var buffer = new byte[FrameLayout.BufferSize];
        var (frame, outgoing) = (Incoming(options, way), Sealed(options.HomeAddress, options.HomeAgentAddress));
        long before = 0;
        for (var i = 0; i < WarmUp + Measured; i++)
        {
            if (i == WarmUp) before = GC.GetAllocatedBytesForCurrentThread();
            outgoing.CopyTo(buffer, FrameLayout.Headroom);
            uplink.Handle(buffer, FrameLayout.Headroom, outgoing.Length);
            frame.CopyTo(buffer, FrameLayout.Headroom);
            Assert.True(frames.TryHandle(tap, buffer, FrameLayout.Headroom, frame.Length));
            if (i % FrameLayout.BatchSize == 0) uplink.Flush();
        }
        uplink.Flush();
        return (GC.GetAllocatedBytesForCurrentThread() - before, uplink.Sent, downlink.Received, drops.Snapshot());
    }

    /// <summary>A router's word about a care-of address ends as a refusal in this process, and that tells the kernel.</summary>
    [NamespaceTheory]
    [Clause("4301-8.2-path-mtu")]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void A_router_that_cannot_carry_a_sealed_packet_is_heard(Encapsulation encapsulation)
    {
        var options = Settings.Read(("Ipsec", "Kernel"), ("ProtectPayload", "true"));
        var overIpv6 = encapsulation == Encapsulation.Ipv6;
        var tunnel = new ReverseTunnel(options.HomeAgentAddress, options.HomeAgentIpv4Address, new HomeAddresses(options.HomeAddress, default));
        var way = overIpv6
            ? new BidirectionalTunnel(encapsulation, IpAddress.Parse("2001:db8:6::5"), options.HomeAgentAddress)
            : new BidirectionalTunnel(encapsulation, IpAddress.Parse("203.0.113.5"), options.HomeAgentIpv4Address, Port.DsMip, Port.DsMip);
        var drops = new DropCounters();
        using var ipsec = new KernelBoundary(_ => this, this, options.HomeAddress, options.HomeAgentAddress, true, drops);
        _node.Ip("link set lo up");
        _node.Run(() =>
        {
            using var kernel = new RouteNetlink();
            using var tun = TunDevice.Open("dsmip0");
            using var senders = new InterfaceSenders(0, _ => kernel.GetLink("lo"));
            var uplink = new Uplink(
                ipsec, tunnel, this, senders, tun, drops, options.HomeAgentAddress, options.HomeAgentIpv4Address, Port.DsMip, this, new HeldPackets());
            uplink.Switch(new SetTunnel(way, 1));
            var buffer = new byte[FrameLayout.BufferSize];
            var packet = Sealed(options.HomeAddress, options.HomeAgentAddress, 1356);
            packet.CopyTo(buffer, FrameLayout.Headroom);
            Assert.True(ProtectedPayload.TryToCareOf(
                buffer, FrameLayout.Headroom, packet.Length, way, Port.IpsecNatTraversal, Port.IpsecNatTraversal, 0, out var start, out var size, out _));
            var router = new TunnelIcmp(Ipv6Address.Parse("2001:db8:6::1"), Ipv4Address.Parse("203.0.113.1"));
            var error = new byte[TunnelIcmp.MaximumSize];
            Assert.True(router.TryPacketTooBig(buffer.AsSpan(start, size), 1320, error, out var length, out _));
            uplink.ErrorReceived(error.AsSpan(0, length), DateTimeOffset.UtcNow);
            Assert.Empty(drops.Snapshot());
            packet.CopyTo(buffer, FrameLayout.Headroom);
            uplink.Handle(buffer, FrameLayout.Headroom, packet.Length);
        });
        Assert.Equal(1, drops.Snapshot()["PacketTooBig"]);
    }

    private static byte[] Sealed(Ipv6Address source, Ipv6Address destination, ushort length = 100)
    {
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, length, IpProtocol.Esp, 64, source, destination).Write(packet);
        packet[Ipv6Header.Size] = 0x41;
        return packet;
    }

    private static byte[] Incoming(MobileNodeOptions options, BidirectionalTunnel way)
    {
        var buffer = new byte[FrameLayout.BufferSize];
        var packet = Sealed(options.HomeAgentAddress, options.HomeAddress);
        packet.CopyTo(buffer, FrameLayout.Headroom);
        var back = new BidirectionalTunnel(way.Encapsulation, way.Remote, way.Local);
        Assert.True(ProtectedPayload.TryToCareOf(
            buffer, FrameLayout.Headroom, packet.Length, back, Port.IpsecNatTraversal, Port.IpsecNatTraversal, 0, out var start, out var size, out _));
        return buffer.AsSpan(start, size).ToArray();
    }

    // The SA of all that comes.
    Departure IDepartures.Of(ReadOnlySpan<byte> packet) => Departure.ProtectedPayload;

    bool IDepartures.Protects(uint spi) => true;

    void IDepartures.Announce() => Assert.Fail("no Binding Update was sent");

    ulong? IEspNumbers.Next => null;

    ulong IEspNumbers.HighestAccepted => 0;

    void IIpsecPath.Inbound(ReadOnlySpan<byte> packet) => Assert.Fail("payload goes straight to the TUN");

    void IIpsecPath.Outbound(ReadOnlySpan<byte> packet) => Assert.Fail("payload comes out of the TUN");

    void IProtocolEvents.AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, ulong espHighestAccepted) =>
        Assert.Fail("no acknowledgement was sent");

    void IProtocolEvents.RevocationReceived(BindingRevocationIndication indication, ulong espHighestAccepted) => Assert.Fail("nothing was revoked");

    void IProtocolEvents.SwitchReceived(HomeAgentSwitch message, ulong espHighestAccepted) => Assert.Fail("nobody is told to go");

    void IProtocolEvents.BindingErrorReceived() => Assert.Fail("no error was sent");

    void IProtocolEvents.AdvertisementReceived(DsMip.Wire.Icmp.MobilePrefixAdvertisement advertisement, ulong espHighestAccepted) => Assert.Fail("nothing was advertised");

    void IProtocolEvents.MobilityNotUnderstood() => Assert.Fail("no error was sent");

    void IProtocolEvents.CareOfAddressUnreachable(IpAddress careOf) => Assert.Fail("nothing is unreachable");
}
