using DsMip.HomeAgent.Core.Discovery;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_10_5_1_HomeAgentAddresses
{
    private static readonly HomeAgentAddressDiscoveryRequest Request = new(0x4711);

    [Fact]
    [Clause("6275-10.5.1-identifier")]
    public void The_reply_has_the_identifier_of_the_request() => Assert.Equal(0x4711, Answer(HomeAgent(0, 1)).Identifier);

    [Fact]
    [Clause("6275-10.5.1-order")]
    public void Higher_preferences_come_first_and_equal_ones_in_another_order_now_and_then()
    {
        KnownHomeAgent[] all = [HomeAgent(0, 1), HomeAgent(9, 2, 3), HomeAgent(5, 4), HomeAgent(5, 5), HomeAgent(9, 6)];
        var random = new Random(1);
        var orders = Enumerable.Range(0, 200).Select(_ => string.Join(' ', HomeAgentAddresses.Answer(Request, all, random).HomeAgents.Select(Last))).ToList();
        Assert.All(orders, order => Assert.Matches("^(2 3|3 2|6) (2 3|3 2|6|)( ?)(4 5|5 4) 1$", order));
        // Two agents with 9, one of which has two addresses, in 2 * 2 orders; two with 5 in 2.
        Assert.Equal(8, orders.Distinct().Count());
    }

    [Fact]
    [Clause("6275-10.5.1-fits")]
    public void As_many_as_fit_into_the_least_MTU_are_told_and_those_are_the_best()
    {
        var reply = Answer([.. Enumerable.Range(1, 100).Select(i => HomeAgent((ushort)i, i))]);
        Assert.Equal(Enumerable.Range(24, 77).Reverse(), reply.HomeAgents.Select(Last));
        Assert.InRange(Ipv6Header.Size + Icmpv6Codec.Measure(reply), 1280 - Ipv6Address.Size + 1, 1280);
    }

    [Fact]
    [Clause("3963-7.2-reply", "3963-7.1-request")]
    public void A_mobile_router_is_told_of_those_that_serve_it_or_with_R_clear_of_the_others()
    {
        var forRouters = Request with { MobileRouter = true };
        KnownHomeAgent[] all = [HomeAgent(9, 1), HomeAgent(3, 2) with { MobileRouters = true }, HomeAgent(5, 3) with { MobileRouters = true }];
        var told = HomeAgentAddresses.Answer(forRouters, all, new Random(1));
        Assert.Equal((true, "3 2"), (told.MobileRouter, string.Join(' ', told.HomeAgents.Select(Last))));
        var others = HomeAgentAddresses.Answer(forRouters, all[..1], new Random(1));
        Assert.Equal((false, "1"), (others.MobileRouter, string.Join(' ', others.HomeAgents.Select(Last))));
        // Who is no mobile router does not care.
        Assert.Equal((false, 3), (Answer(all).MobileRouter, Answer(all).HomeAgents.Count));
    }

    [Fact]
    public void Who_is_known_twice_is_told_once() => Assert.Single(Answer(HomeAgent(3, 1), HomeAgent(0, 1)).HomeAgents);

    private static KnownHomeAgent HomeAgent(ushort preference, params int[] numbers) =>
        new(ValueArray.Create<Ipv6Address>([.. numbers.Select(number => new Ipv6Address(Given.HomePrefix.Address.Value + (uint)number))]), preference);

    private static int Last(Ipv6Address address) => (int)(address.Value & 0xffff);

    private static HomeAgentAddressDiscoveryReply Answer(params KnownHomeAgent[] all) => HomeAgentAddresses.Answer(Request, all, new Random(1));
}
