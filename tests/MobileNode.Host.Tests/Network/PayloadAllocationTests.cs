using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.State;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>The way of a payload packet through the daemon, in both directions, makes no garbage.</summary>
public sealed class PayloadAllocationTests : IDisposable
{
    private const int WarmUp = 2000, Measured = 2000;
    private readonly NetworkNamespace _node = NetworkNamespace.Create();
    private readonly NetworkNamespace _far = NetworkNamespace.Create();
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-mn").FullName;

    public void Dispose()
    {
        _node.Dispose();
        _far.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [NamespaceTheory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.Ipv4)]
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
        var (allocated, sent, received, drops) = _node.Run(() => Measure(Settings.Read(), encapsulation));
        Assert.Empty(drops);
        Assert.Equal((WarmUp + Measured, WarmUp + Measured), (sent, received));
        Assert.Equal(0, allocated);
    }

    private (long Allocated, long Sent, long Received, IReadOnlyDictionary<string, long> Drops) Measure(MobileNodeOptions options, Encapsulation encapsulation)
    {
        using var kernel = new RouteNetlink();
        using var tun = TunDevice.Open("dsmip0");
        kernel.SetUp(tun.InterfaceIndex);
        using var file = StateFile.Open(_directory);
        var drops = new DropCounters();
        using var ipsec = new BitsBoundary(options, options.Keys!, NumberReservation.Start(file, options.Keys, 0), drops);
        var tunnel = new ReverseTunnel(options.HomeAgentAddress, options.HomeAgentIpv4Address, new HomeAddresses(options.HomeAddress, default));
        var wan = kernel.GetLink("wan0");
        using var senders = new InterfaceSenders(0, _ => wan);
        var events = new NoEvents();
        var uplink = new Uplink(
            ipsec, tunnel, new BitsDepartures(SpiClassifier.Outbound(options.SpiTechnique, ipsec), options.HomeAgentAddress), senders, tun, drops,
            options.HomeAgentAddress, options.HomeAgentIpv4Address, 4191, events);
        var downlink = new Downlink(ipsec, tunnel, tun, drops, options.HomeAgentAddress, events);
        var way = encapsulation == Encapsulation.Ipv6
            ? new BidirectionalTunnel(encapsulation, IpAddress.Parse("2001:db8:6::5"), options.HomeAgentAddress)
            : new BidirectionalTunnel(encapsulation, IpAddress.Parse("203.0.113.5"), options.HomeAgentIpv4Address, 4191, 4191);
        uplink.Switch(new SetTunnel(way, wan.Index));

        var up = new byte[FrameLayout.BufferSize];
        var down = new byte[FrameLayout.BufferSize];
        var inner = Payload(IpAddress.Parse("2001:db8:c::10").AsIpv6, options.HomeAddress);
        inner.CopyTo(down, FrameLayout.Headroom);
        var back = new BidirectionalTunnel(encapsulation, way.Remote, way.Local, way.RemotePort, way.LocalPort);
        Assert.True(Encapsulator.TryEncapsulate(down, FrameLayout.Headroom, inner.Length, back, new TunnelEntry(), out var start, out var size, out _));
        var frame = down.AsSpan(start, size).ToArray();
        var outgoing = Payload(options.HomeAddress, IpAddress.Parse("2001:db8:c::10").AsIpv6);
        long before = 0;
        for (var i = 0; i < WarmUp + Measured; i++)
        {
            if (i == WarmUp) before = GC.GetAllocatedBytesForCurrentThread();
            outgoing.CopyTo(up, FrameLayout.Headroom);
            uplink.Handle(up, FrameLayout.Headroom, outgoing.Length);
            frame.CopyTo(down, 0);
            downlink.Handle(down.AsSpan(0, frame.Length));
            if (i % FrameLayout.BatchSize == 0) uplink.Flush();
        }
        uplink.Flush();
        return (GC.GetAllocatedBytesForCurrentThread() - before, uplink.Sent, downlink.Received, drops.Snapshot());
    }

    private static byte[] Payload(Ipv6Address source, Ipv6Address destination)
    {
        var packet = new byte[Ipv6Header.Size + 100];
        new Ipv6Header(0, 0, 100, IpProtocol.Udp, 64, source, destination).Write(packet);
        return packet;
    }

    private sealed class NoEvents : IProtocolEvents
    {
        public void AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, ulong espHighestAccepted) => Assert.Fail("no acknowledgement was sent");

        public void RevocationReceived(BindingRevocationIndication indication, ulong espHighestAccepted) => Assert.Fail("nothing was revoked");

        public void SwitchReceived(HomeAgentSwitch message, ulong espHighestAccepted) => Assert.Fail("nobody is told to go");

        public void BindingErrorReceived() => Assert.Fail("no error was sent");

        public void AdvertisementReceived(DsMip.Wire.Icmp.MobilePrefixAdvertisement advertisement, ulong espHighestAccepted) => Assert.Fail("nothing was advertised");

        public void MobilityNotUnderstood() => Assert.Fail("no error was sent");

        public void CareOfAddressUnreachable(IpAddress careOf) => Assert.Fail("nothing is unreachable");
    }
}
