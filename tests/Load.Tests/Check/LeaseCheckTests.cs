using DsMip.Wire;

namespace DsMip.Load.Tests.Check;

public sealed class LeaseCheckTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse("2001:db8:1::a");
    private static readonly Ipv6Address Bob = Ipv6Address.Parse("2001:db8:1::b");
    private static readonly Ipv4Prefix First = Ipv4Prefix.Parse("10.0.0.1/32");
    private static readonly Ipv4Prefix Second = Ipv4Prefix.Parse("10.0.0.8/29");

    [Fact]
    public void Two_mobile_nodes_at_the_same_time_are_found()
    {
        Assert.Equal(1, Found(Told(Alice, 1, 0, First), Told(Bob, 1, 100, First)));
        Assert.Equal(1, Found(Told(Bob, 1, 100, First), Told(Alice, 1, 0, First)));
        Assert.Equal(0, Found(Told(Alice, 1, 0, First), Told(Bob, 1, 100, Second)));
    }

    [Fact]
    public void A_lease_lasts_as_long_as_the_lifetime_and_its_refreshes()
    {
        Assert.Equal(0, Found(Told(Alice, 1, 0, First), Told(Bob, 1, 595, First)));
        Assert.Equal(1, Found(Told(Alice, 1, 0, First), Told(Alice, 2, 500, First), Told(Bob, 1, 700, First)));
    }

    [Fact]
    public void Who_gave_it_back_or_may_have_done_so_has_it_no_more()
    {
        Assert.Equal(0, Found(Told(Alice, 1, 0, First), Told(Alice, 2, 50, null) with { LifetimeSeconds = 0 }, Told(Bob, 1, 60, First)));
        Assert.Equal(0, Found(Told(Alice, 1, 0, First), Told(Alice, 2, 50, null) with { Acknowledged = false, LifetimeSeconds = 0 }, Told(Bob, 1, 60, First)));
        Assert.Equal(0, Found(Told(Alice, 1, 0, First), Told(Alice, 2, 50, Second), Told(Bob, 1, 60, First)));
        Assert.Equal(1, Found(Told(Alice, 1, 0, First), Told(Alice, 2, 50, null) with { Acknowledged = false }, Told(Bob, 1, 60, First)));
    }

    [Fact]
    public void It_may_go_to_one_after_the_other_and_back() => Assert.Equal(0, Found(
        Told(Alice, 1, 0, First), Told(Alice, 2, 50, null) with { LifetimeSeconds = 0 }, Told(Bob, 1, 60, First),
        Told(Bob, 2, 70, null) with { LifetimeSeconds = 0 }, Told(Alice, 3, 80, First)));

    private static long Found(params AcknowledgementRecord[] records)
    {
        var history = new AcknowledgementHistory();
        foreach (var record in records) history.Add(record);
        var violations = new Violations();
        new LeaseCheck(history, TimeSpan.FromSeconds(10)).Run(violations);
        return violations.Of(LeaseCheck.GivenTwice);
    }

    private static AcknowledgementRecord Told(Ipv6Address home, ushort sequence, int seconds, Ipv4Prefix? ipv4) => new(
        true, Start.AddSeconds(seconds), home, sequence, IpAddress.Parse("192.168.0.1"), IpAddress.Parse("10.64.0.1"), 20_000, 600, ipv4);
}
