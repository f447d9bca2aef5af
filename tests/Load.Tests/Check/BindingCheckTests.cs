using DsMip.Wire;

namespace DsMip.Load.Tests.Check;

public sealed class BindingCheckTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::1");

    [Fact]
    public void What_is_held_as_it_was_acknowledged_is_right() => Assert.Empty(Found([Acknowledged(7)], Held(7)));

    [Fact]
    public void What_is_not_held_is_lost() => Assert.Equal([BindingCheck.Lost], Found([Acknowledged(7)]));

    [Fact]
    public void What_has_ended_or_may_have_is_not_lost()
    {
        Assert.Empty(Found([Acknowledged(7) with { Time = Now.AddSeconds(-595) }]));
        Assert.Empty(Found([Acknowledged(7) with { LifetimeSeconds = 0 }]));
        Assert.Empty(Found([Acknowledged(7), Sent(8) with { LifetimeSeconds = 0 }]));
    }

    [Fact]
    public void An_older_one_is_stale_also_when_numbers_wrap()
    {
        Assert.Equal([BindingCheck.Stale], Found([Acknowledged(7)], Held(6)));
        Assert.Equal([BindingCheck.Stale], Found([Acknowledged(2)], Held(65535)));
    }

    [Fact]
    public void A_newer_one_must_have_been_sent_from_where_it_is()
    {
        Assert.Equal([BindingCheck.NeverSent], Found([Acknowledged(7)], Held(8)));
        Assert.Empty(Found([Acknowledged(7), Sent(8), Sent(9)], Held(9)));
        Assert.Equal([BindingCheck.WrongPlace], Found([Acknowledged(7), Sent(8) with { Port = 9 }], Held(8)));
        Assert.Equal([BindingCheck.NeverSent], Found([Sent(8), Acknowledged(8), Acknowledged(9)], Held(10)));
    }

    [Fact]
    public void Care_of_address_outer_address_and_port_count()
    {
        Assert.Equal([BindingCheck.WrongPlace], Found([Acknowledged(7)], Held(7) with { CareOfAddress = IpAddress.Parse("192.168.0.9") }));
        Assert.Equal([BindingCheck.WrongPlace], Found([Acknowledged(7)], Held(7) with { Remote = IpAddress.Parse("10.64.0.9") }));
        Assert.Equal([BindingCheck.WrongPlace], Found([Acknowledged(7)], Held(7) with { Port = 9 }));
        Assert.Empty(Found([Acknowledged(7)], Held(7) with { Port = null }));
    }

    [Fact]
    public void Behind_a_nat_only_the_care_of_address_counts()
    {
        Assert.Empty(Found(true, [Acknowledged(7)], Held(7) with { Remote = IpAddress.Parse("203.0.113.1"), Port = 9 }));
        Assert.Equal([BindingCheck.WrongPlace], Found(true, [Acknowledged(7)], Held(7) with { CareOfAddress = IpAddress.Parse("192.168.0.9") }));
    }

    [Fact]
    public void A_lifetime_may_not_shrink() => Assert.Equal([BindingCheck.Shortened], Found([Acknowledged(7)], Held(7) with { Expires = Now.AddSeconds(580) }));

    [Fact]
    public void What_was_ended_stays_ended()
    {
        var ended = Acknowledged(7) with { LifetimeSeconds = 0 };
        Assert.Equal([BindingCheck.Resurrected], Found([ended], Held(7)));
        Assert.Empty(Found([ended], Held(7) with { InForce = false }));
        Assert.Equal([BindingCheck.Lost], Found([Acknowledged(7)], Held(7) with { InForce = false }));
    }

    [Fact]
    public void Two_bindings_in_force_cannot_have_one_ipv4_home_address()
    {
        var first = Held(7) with { Ipv4 = [Ipv4Prefix.Parse("10.0.0.1/32")] };
        var second = first with { HomeAddress = Ipv6Address.Parse("2001:db8:1::2") };
        Assert.Equal([BindingCheck.Ipv4Twice], Found([Acknowledged(7)], first, second));
        Assert.Empty(Found([Acknowledged(7)], first, second with { InForce = false }));
        Assert.Empty(Found([Acknowledged(7)], first, second with { Expires = Now }));
    }

    [Fact]
    public void What_was_acknowledged_of_IPv4_is_what_is_held()
    {
        var acknowledged = Acknowledged(7) with { Ipv4 = Ipv4Prefix.Parse("10.0.0.0/29") };
        Assert.Empty(Found([acknowledged], Held(7) with { Ipv4 = [Ipv4Prefix.Parse("10.9.0.1/32"), Ipv4Prefix.Parse("10.0.0.0/29")] }));
        Assert.Equal([BindingCheck.OtherIpv4], Found([acknowledged], Held(7) with { Ipv4 = [Ipv4Prefix.Parse("10.0.0.0/28")] }));
        Assert.Equal([BindingCheck.OtherIpv4], Found([acknowledged], Held(7)));
    }

    [Fact]
    public void Nodes_that_were_never_acknowledged_say_nothing() => Assert.Empty(Found([Sent(7)], Held(3)));

    private static string[] Found(AcknowledgementRecord[] records, params HeldBinding[] held) => Found(false, records, held);

    private static string[] Found(bool behindNat, AcknowledgementRecord[] records, params HeldBinding[] held)
    {
        var history = new AcknowledgementHistory();
        foreach (var record in records) history.Add(record);
        var violations = new Violations();
        new BindingCheck(history, behindNat, TimeSpan.FromSeconds(10)).Run(held, Now, violations);
        return [.. violations.Lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
    }

    private static AcknowledgementRecord Acknowledged(ushort sequence) => new(
        true, Now, Home, sequence, IpAddress.Parse("192.168.0.1"), IpAddress.Parse("10.64.0.1"), 20_000, 600);

    private static AcknowledgementRecord Sent(ushort sequence) => Acknowledged(sequence) with { Acknowledged = false };

    private static HeldBinding Held(ushort sequence) => new(
        Home, sequence, IpAddress.Parse("192.168.0.1"), IpAddress.Parse("10.64.0.1"), 20_000, Now.AddSeconds(600), true, []);
}
