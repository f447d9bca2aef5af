using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_10_3_1_DuplicateAddressDetection
{
    private static readonly LinkAddress Own = new(0x0200_0000_0001);
    private static readonly LinkAddress Squatter = new(0x0200_0000_0066);
    private static readonly Ipv6Address LinkLocal = Ipv6Address.Parse("fe80::100");
    private static readonly DateTimeOffset End = Given.Now + DuplicateAddressDetection.RetransTimer;

    private readonly DuplicateAddressDetection _detection = new(Own);

    [Fact]
    [Clause("6275-10.3.1-dad", "6275-10.3.1-dad-link-local")]
    public void Each_address_is_solicited_from_the_unspecified_address()
    {
        var sent = _detection.Begin(Given.Home, [Given.Home, LinkLocal], Given.Now);
        Assert.Equal([Given.Home, LinkLocal], sent.Select(packet => Assert.IsType<NeighborSolicitation>(packet.Message).Target));
        Assert.All(sent, packet =>
        {
            var target = ((NeighborSolicitation)packet.Message).Target;
            Assert.True(packet.Source.IsUnspecified);
            Assert.Equal(NeighborPacket.SolicitedNode(target), packet.Destination);
            Assert.True(NeighborPacket.TryRead(packet.ToFrame(), out var read, out _));
            Assert.Equal(packet, read);
        });
    }

    [Fact]
    [Clause("trap-dad-real")]
    public void Silence_until_the_timer_ends_means_unique()
    {
        _detection.Begin(Given.Home, [Given.Home], Given.Now);
        Assert.Equal(End, _detection.Next);
        Assert.Empty(_detection.TakeFinished(End.AddTicks(-1)));
        Assert.Equal([(Given.Home, true)], _detection.TakeFinished(End));
        Assert.Null(_detection.Next);
    }

    [Fact]
    [Clause("trap-dad-real")]
    public void An_advertisement_of_the_address_ends_it_at_once()
    {
        _detection.Begin(Given.Home, [Given.Home], Given.Now);
        _detection.Hear(Advertisement(Given.Home, Squatter));
        Assert.Equal([(Given.Home, false)], _detection.TakeFinished(Given.Now));
    }

    [Fact]
    [Clause("6275-10.3.1-dad-link-local")]
    public void So_does_one_of_the_link_local_address_and_somebody_elses_detection()
    {
        _detection.Begin(Given.Home, [Given.Home, LinkLocal], Given.Now);
        _detection.Hear(Advertisement(LinkLocal, Squatter));
        Assert.Equal([(Given.Home, false)], _detection.TakeFinished(Given.Now));

        _detection.Begin(Given.Home, [Given.Home], Given.Now);
        _detection.Hear(Solicitation(default, Squatter));
        Assert.Equal([(Given.Home, false)], _detection.TakeFinished(Given.Now));
    }

    /// <summary>Who only looks for the mobile node does not have its address, and our own solicitation is nobody else's.</summary>
    [Fact]
    public void Who_asks_for_the_address_does_not_claim_it()
    {
        _detection.Begin(Given.Home, [Given.Home], Given.Now);
        _detection.Hear(Solicitation(Ipv6Address.Parse("2001:db8:1::77"), Squatter));
        _detection.Hear(Solicitation(default, Own));
        _detection.Hear(Advertisement(Ipv6Address.Parse("2001:db8:1::77"), Squatter));
        Assert.Equal([(Given.Home, true)], _detection.TakeFinished(End));
    }

    [Fact]
    public void The_same_question_is_not_asked_twice_at_a_time()
    {
        Assert.Single(_detection.Begin(Given.Home, [Given.Home], Given.Now));
        Assert.Empty(_detection.Begin(Given.Home, [Given.Home], Given.Now.AddMilliseconds(900)));
        Assert.Single(_detection.TakeFinished(End));
    }

    private static NeighborPacket Advertisement(Ipv6Address target, LinkAddress by) => NeighborPacket.Multicast(
        NeighborPacket.AllNodes, by, target, new NeighborAdvertisement(target, NeighborAdvertisementFlags.Override, by));

    private static NeighborPacket Solicitation(Ipv6Address source, LinkAddress by) => NeighborPacket.Multicast(
        NeighborPacket.SolicitedNode(Given.Home), by, source, new NeighborSolicitation(Given.Home, source.IsUnspecified ? null : by));
}
