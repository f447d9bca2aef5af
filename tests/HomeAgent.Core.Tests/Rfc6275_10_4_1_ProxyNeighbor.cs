using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_10_4_1_ProxyNeighbor : IProxiedAddresses
{
    private static readonly LinkAddress HomeAgentLink = new(0x0200_0000_0001);
    private static readonly LinkAddress NeighborLink = new(0x0200_0000_0077);
    private static readonly Ipv6Address Source = Ipv6Address.Parse("fe80::1");
    private static readonly Ipv6Address Neighbor = Ipv6Address.Parse("2001:db8:1::77");

    private readonly ProxyNeighbor _proxy;
    private bool _isBound = true;
    private bool _isRouter;

    public Rfc6275_10_4_1_ProxyNeighbor() => _proxy = new ProxyNeighbor(HomeAgentLink, Source, this);

    bool IProxiedAddresses.Contains(IpAddress address, DateTimeOffset now, out bool isRouter)
    {
        isRouter = _isRouter;
        return _isBound && (address == Given.Home || address == Given.Ipv4Home);
    }

    [Fact]
    [Clause("6275-10.4.1-ns", "6275-10.4.1-na-fields", "6275-10.4.1-na-r", "trap-override")]
    public void A_solicitation_is_answered_to_who_sent_it_with_S_and_O_and_without_R()
    {
        var answer = _proxy.Answer(Ask(Neighbor, Given.Home), Given.Now)!;
        Assert.Equal((NeighborLink, HomeAgentLink, Neighbor, Source), (answer.LinkDestination, answer.LinkSource, answer.Destination, answer.Source));
        Assert.Equal(
            new NeighborAdvertisement(Given.Home, NeighborAdvertisementFlags.Override | NeighborAdvertisementFlags.Solicited, HomeAgentLink), answer.Message);
    }

    [Fact]
    [Clause("6275-10.4.1-dad-defend")]
    public void Duplicate_address_detection_is_answered_to_all_nodes_without_S()
    {
        var answer = _proxy.Answer(Ask(default, Given.Home), Given.Now)!;
        Assert.Equal(NeighborPacket.AllNodes, answer.Destination);
        Assert.Equal(new LinkAddress(0x3333_0000_0001), answer.LinkDestination);
        Assert.Equal(new NeighborAdvertisement(Given.Home, NeighborAdvertisementFlags.Override, HomeAgentLink), answer.Message);
    }

    [Fact]
    [Clause("6275-10.4.1-unsolicited-na", "6275-10.4.1-na-fields")]
    public void A_new_binding_is_announced_to_all_nodes()
    {
        Assert.True(NeighborPacket.TryRead(_proxy.Announcement(Given.Home, Given.Now), out var packet, out _));
        Assert.Equal(NeighborPacket.AllNodes, packet!.Destination);
        Assert.Equal(new NeighborAdvertisement(Given.Home, NeighborAdvertisementFlags.Override, HomeAgentLink), packet.Message);
    }

    [Fact]
    [Clause("6275-10.4.1-na-r", "3963-6.2-na-r")]
    public void Rfc3963_6_2_R_is_set_for_a_mobile_router()
    {
        _isRouter = true;
        var answer = (NeighborAdvertisement)_proxy.Answer(Ask(Neighbor, Given.Home), Given.Now)!.Message;
        Assert.True(answer.Flags.HasFlag(NeighborAdvertisementFlags.Router));
    }

    [Fact]
    [Clause("5555-4.5-proxy-arp")]
    public void Rfc5555_4_5_An_ARP_request_is_answered_and_a_new_binding_is_announced_by_ARP()
    {
        var request = new ArpPacket(LinkAddress.Broadcast, ArpOperation.Request, NeighborLink, Ipv4Address.Parse("10.10.0.77"), default, Given.Ipv4Home);
        Assert.Equal(
            new ArpPacket(NeighborLink, ArpOperation.Reply, HomeAgentLink, Given.Ipv4Home, NeighborLink, Ipv4Address.Parse("10.10.0.77")),
            _proxy.Answer(request, Given.Now));
        Assert.True(ArpPacket.TryRead(_proxy.Announcement(Given.Ipv4Home, Given.Now), out var announced, out _));
        Assert.Equal(ArpPacket.Gratuitous(Given.Ipv4Home, HomeAgentLink), announced);
    }

    [Fact]
    [Clause("6275-10.4.1-stop", "6275-10.3.2-at-once")]
    public void Rfc6275_10_3_2_Nothing_is_answered_or_announced_without_a_binding()
    {
        _isBound = false;
        Assert.Null(_proxy.Answer(Ask(Neighbor, Given.Home), Given.Now));
        Assert.Null(_proxy.Answer(Ask(default, Given.Home), Given.Now));
        Assert.Null(_proxy.Answer(new ArpPacket(LinkAddress.Broadcast, ArpOperation.Request, NeighborLink, default, default, Given.Ipv4Home), Given.Now));
        Assert.Null(_proxy.Announcement(Given.Home, Given.Now));
    }

    [Fact]
    public void Nothing_else_is_answered()
    {
        Assert.Null(_proxy.Answer(Ask(Neighbor, Neighbor), Given.Now));
        var advertisement = new NeighborAdvertisement(Given.Home, NeighborAdvertisementFlags.Override, NeighborLink);
        Assert.Null(_proxy.Answer(NeighborPacket.Multicast(NeighborPacket.AllNodes, NeighborLink, Neighbor, advertisement), Given.Now));
        var reply = new ArpPacket(HomeAgentLink, ArpOperation.Reply, NeighborLink, Given.Ipv4Home, HomeAgentLink, Given.Ipv4Home);
        Assert.Null(_proxy.Answer(reply, Given.Now));
    }

    private static NeighborPacket Ask(Ipv6Address from, Ipv6Address target) => NeighborPacket.Multicast(
        NeighborPacket.SolicitedNode(target), NeighborLink, from, new NeighborSolicitation(target, from.IsUnspecified ? null : NeighborLink));
}
