using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_10_4_1_Announcements
{
    private readonly NeighborAnnouncements _announcements = new();

    [Fact]
    [Clause("6275-10.4.1-na-repeat")]
    public void An_address_is_announced_at_once_and_twice_again_a_second_apart()
    {
        _announcements.Begin(Given.Home, Given.Now);
        for (var round = 0; round < ProxyNeighbor.MaxNeighborAdvertisement; round++)
        {
            var at = Given.Now + round * NeighborAnnouncements.RetransTimer;
            Assert.Equal(at, _announcements.Next);
            Assert.Empty(_announcements.Take(at - TimeSpan.FromTicks(1)));
            Assert.Equal([Given.Home], _announcements.Take(at));
        }
        Assert.Null(_announcements.Next);
    }

    [Fact]
    public void Who_comes_back_meanwhile_is_announced_three_times_from_then_on()
    {
        _announcements.Begin(Given.Home, Given.Now);
        Assert.Single(_announcements.Take(Given.Now));
        var again = Given.Now.AddMilliseconds(500);
        _announcements.Begin(Given.Home, again);
        var times = 0;
        for (var at = again; at < Given.Now.AddSeconds(10); at = at.AddMilliseconds(100)) times += _announcements.Take(at).Count;
        Assert.Equal(ProxyNeighbor.MaxNeighborAdvertisement, times);
    }

    [Fact]
    public void A_whole_block_does_not_flood_the_link()
    {
        const int many = 1000;
        for (uint i = 1; i <= many; i++) _announcements.Begin(new Ipv4Address(0x0a00_0000 + i), Given.Now);
        var (at, sent) = (Given.Now, 0);
        while (_announcements.Next is { } next)
        {
            Assert.True(next >= at);
            at = next;
            var taken = _announcements.Take(at).Count;
            Assert.InRange(taken, 0, NeighborAnnouncements.Burst);
            sent += taken;
        }
        Assert.Equal(many * ProxyNeighbor.MaxNeighborAdvertisement, sent);
        Assert.True(at - Given.Now >= many / NeighborAnnouncements.Burst * NeighborAnnouncements.Pause);
    }
}
