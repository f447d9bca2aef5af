using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Core.Tests.Discovery;

public sealed class Rfc6275_11_4_1_HomeAgentAddressDiscovery
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::50"), One = Ipv6Address.Parse("2001:db8:1::1"), Two = Ipv6Address.Parse("2001:db8:1::2");
    private readonly HomeAgentAddressDiscovery _discovery = new(Home, 0x4711, Start);

    [Fact]
    [Clause("6275-12-dhaad")]
    public void The_same_request_is_repeated_after_3_s_doubling_and_four_times_at_most()
    {
        var sent = new List<double>();
        for (var now = Start; now < Start.AddMinutes(10); now = now.AddSeconds(1))
            if (_discovery.TryRepeat(now)) sent.Add((now - Start).TotalSeconds);
        Assert.Equal([3, 9, 21, 45], sent);
        Assert.Equal((0x4711, true, DateTimeOffset.MaxValue), (_discovery.Request.Identifier, _discovery.HasFailed, _discovery.WakeAt));
    }

    [Fact]
    public void It_has_failed_when_the_last_repetition_was_waited_for_as_well()
    {
        foreach (var seconds in new[] { 3, 9, 21, 45 }) Assert.True(_discovery.TryRepeat(Start.AddSeconds(seconds)));
        Assert.Equal(Start.AddSeconds(93), _discovery.WakeAt);
        Assert.False(_discovery.TryRepeat(Start.AddSeconds(92.9)));
        Assert.False(_discovery.HasFailed);
        Assert.False(_discovery.TryRepeat(Start.AddSeconds(93)));
        Assert.True(_discovery.HasFailed);
    }

    [Fact]
    [Clause("6275-11.4.1-dhaad")]
    public void The_list_of_the_answer_counts_in_its_order_and_only_with_our_identifier()
    {
        Assert.Empty(_discovery.Received(new HomeAgentAddressDiscoveryReply(0x4712, [Two, One])));
        Assert.Equal([Two, One], _discovery.Received(new HomeAgentAddressDiscoveryReply(0x4711, [Two, One])).AsEnumerable());
    }

    [Fact]
    [Clause("3963-7.1-request")]
    public void A_mobile_router_asks_for_home_agents_that_serve_mobile_routers()
    {
        Assert.False(_discovery.Request.MobileRouter);
        Assert.True(new HomeAgentAddressDiscovery(Home, 0x4711, Start, mobileRouter: true).Request.MobileRouter);
    }

    [Fact]
    public void What_no_home_agent_can_have_and_what_is_too_much_is_left_out()
    {
        Assert.Empty(_discovery.Received(new HomeAgentAddressDiscoveryReply(0x4711, [Home, default, Ipv6Address.Parse("ff02::1"), Ipv6Address.Parse("fe80::1")])));
        var many = ValueArray.Create<Ipv6Address>([.. Enumerable.Range(1, 70).Select(i => new Ipv6Address(One.Value + (uint)(i / 2)))]);
        var taken = _discovery.Received(new HomeAgentAddressDiscoveryReply(0x4711, many));
        Assert.Equal(HomeAgentsToTry.Most, taken.Length);
        Assert.Equal(taken.Length, taken.Distinct().Count());
    }
}
