using CsCheck;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;
using PacketDotNet;
using ArpOperation = DsMip.Wire.Neighbors.ArpOperation;
using ArpPacket = DsMip.Wire.Neighbors.ArpPacket;

namespace DsMip.Wire.Tests.Icmp;

/// <summary>Neighbor Discovery and ARP as they are on the link; another implementation reads what we write.</summary>
public sealed class NeighborPacketTests
{
    private static readonly LinkAddress Own = new(0x0200_0000_0001);
    private static readonly Ipv6Address Target = Ipv6Address.Parse("2001:db8:1::a");
    private static readonly Ipv6Address Source = Ipv6Address.Parse("fe80::1");

    private static readonly NeighborPacket[] Packets =
    [
        NeighborPacket.Multicast(NeighborPacket.SolicitedNode(Target), Own, default, new NeighborSolicitation(Target)),
        NeighborPacket.Multicast(NeighborPacket.SolicitedNode(Target), Own, Source, new NeighborSolicitation(Target, Own)),
        NeighborPacket.Multicast(NeighborPacket.AllNodes, Own, Source, new NeighborAdvertisement(Target, NeighborAdvertisementFlags.Override | NeighborAdvertisementFlags.Router, Own)),
        new(new LinkAddress(0x0200_0000_0002), Own, Target, Source, new NeighborAdvertisement(Target, NeighborAdvertisementFlags.All, null)),
        NeighborPacket.Multicast(NeighborPacket.AllRouters, Own, default, new RouterSolicitation()),
        NeighborPacket.Multicast(NeighborPacket.AllRouters, Own, Source, new RouterSolicitation(Own)),
        NeighborPacket.Multicast(NeighborPacket.AllNodes, Own, Source, RouterAdvertisementTests.Whole),
        NeighborPacket.Multicast(NeighborPacket.AllNodes, Own, Source, new RouterAdvertisement(RouterAdvertisementFlags.None, 0, null, [])),
    ];

    [Fact]
    public void What_is_written_is_read_and_PacketDotNet_finds_it_right() => Assert.All(Packets, packet =>
    {
        var frame = packet.ToFrame();
        Assert.True(NeighborPacket.TryRead(frame, out var read, out _));
        Assert.Equal(packet, read);
        var ethernet = Packet.ParsePacket(LinkLayers.Ethernet, frame);
        var ip = ethernet.Extract<IPv6Packet>();
        Assert.Equal((packet.Source.ToString(), packet.Destination.ToString(), 255), (ip.SourceAddress.ToString(), ip.DestinationAddress.ToString(), ip.HopLimit));
        var icmp = ethernet.Extract<IcmpV6Packet>();
        Assert.Equal((IcmpV6Type)packet.Message.Type, icmp.Type);
        Assert.True(icmp.ValidIcmpChecksum);
    });

    [Fact]
    public void ARP_as_PacketDotNet_has_it()
    {
        var request = ArpPacket.Gratuitous(Ipv4Address.Parse("10.10.0.10"), Own);
        var theirs = Packet.ParsePacket(LinkLayers.Ethernet, request.ToFrame()).Extract<PacketDotNet.ArpPacket>();
        Assert.Equal(("10.10.0.10", "10.10.0.10", "020000000001"), (theirs.SenderProtocolAddress.ToString(), theirs.TargetProtocolAddress.ToString(), theirs.SenderHardwareAddress.ToString()));
        var answer = request with { Sender = Ipv4Address.Parse("10.10.0.77") };
        Assert.True(ArpPacket.TryRead(answer.ReplyWith(new LinkAddress(9)).ToFrame(), out var reply, out _));
        Assert.Equal(new ArpPacket(Own, ArpOperation.Reply, new LinkAddress(9), request.Target, Own, answer.Sender), reply);
    }

    [Fact]
    public void Groups_are_those_of_the_RFCs()
    {
        Assert.Equal("ff02::1:ff00:a", NeighborPacket.SolicitedNode(Target).ToString());
        Assert.Equal("ff02::1", NeighborPacket.AllNodes.ToString());
        Assert.Equal("33:33:ff:00:00:0a", LinkAddress.OfMulticast(NeighborPacket.SolicitedNode(Target)).ToString());
    }

    /// <summary>RFC 4861 6.1.1, 6.1.2, 7.1.1 and 7.1.2.</summary>
    [Fact]
    public void What_a_receiver_must_discard_is_not_read()
    {
        Refused(Packets[0] with { Message = new NeighborSolicitation(Target, Own) });
        Refused(Packets[0] with { Destination = Target });
        Refused(Packets[2] with { Message = new NeighborAdvertisement(Target, NeighborAdvertisementFlags.Solicited, Own) });
        Refused(Packets[2] with { Message = new NeighborAdvertisement(NeighborPacket.AllNodes, NeighborAdvertisementFlags.Override, Own) });
        Refused(Packets[2] with { Message = new MobilePrefixSolicitation(1) });
        Refused(Packets[4] with { Message = new RouterSolicitation(Own) });
        Refused(Packets[6] with { Source = Target });
        var routed = Packets[1].ToFrame();
        routed[21] = 254;
        Assert.False(NeighborPacket.TryRead(routed, out _, out var why));
        Assert.Equal(DropReason.TimeToLiveExceeded, why);

        static void Refused(NeighborPacket packet) => Assert.False(NeighborPacket.TryRead(packet.ToFrame(), out _, out _));
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused() => Gen.Select(Gen.Int[0, Packets.Length - 1], Gen.Int[0, 160], Gen.Byte, Gen.Int[0, 160]).Sample((which, at, value, length) =>
    {
        var frame = Packets[which].ToFrame();
        frame[at % frame.Length] = value;
        var cut = frame.AsSpan(0, Math.Min(length, frame.Length));
        Assert.Equal(NeighborPacket.TryRead(cut, out var packet, out var why), packet is not null);
        Assert.Equal(packet is null, why != DropReason.None);
        ArpPacket.TryRead(cut, out _, out _);
    });
}
