using DsMip.MobileNode.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 6275 11.4.2, 11.4.3, 11.8: asking for prefixes and taking them.</summary>
public sealed class MobilePrefixDiscoveryTests
{
    private static readonly DateTimeOffset Now = Node.Start;
    private readonly MobilePrefixDiscovery _discovery = new(Node.HomeAddress);
    private ushort _random = 100;

    [Fact]
    [Clause("6275-11.4.2-solicit")]
    public void A_solicitation_is_repeated_after_3_seconds_and_then_ever_slower_under_new_identifiers()
    {
        var sent = new List<(double, ushort)> { (0, _discovery.Wanted(_random, Now)!.Identifier) };
        while (_discovery.WakeAt < Now.AddHours(1))
        {
            var due = _discovery.WakeAt;
            Assert.Null(_discovery.TimerDue(true, 0, due.AddTicks(-1)));
            if (_discovery.TimerDue(true, ++_random, due) is { } next) sent.Add(((due - Now).TotalSeconds, next.Identifier));
        }
        Assert.Equal([(0, 100), (3, 101), (9, 102), (21, 103), (45, 104)], sent);
    }

    [Fact]
    [Clause("6275-11.4.3-accept", "6275-11.4.3-process")]
    public void What_was_asked_for_last_is_taken_over()
    {
        _discovery.Wanted(1, Now);
        Assert.Null(_discovery.Received(Advertise(1, Option(valid: 1000, preferred: 500)), 2, Now));
        var prefix = Assert.Single(_discovery.Prefixes);
        Assert.Equal((Ipv6Prefix.Parse("2001:db8:100::/64"), Now.AddSeconds(1000), Now.AddSeconds(500)), (prefix.Prefix, prefix.ValidUntil, prefix.PreferredUntil));
        Assert.Equal(Node.HomeAgent, prefix.RouterAddress);
        Assert.Equal(Now.AddSeconds(1000), _discovery.HomeAddressValidUntil);
        // Before the home address is deprecated.
        Assert.Equal(Now.AddSeconds(400), _discovery.WakeAt);
    }

    [Fact]
    [Clause("6275-11.4.3-accept")]
    public void What_was_not_asked_for_is_discarded_and_then_asked_for()
    {
        var solicitation = _discovery.Received(Advertise(0, Option(valid: 1000, preferred: 500)), 7, Now);
        Assert.Equal(new MobilePrefixSolicitation(7), solicitation);
        Assert.Empty(_discovery.Prefixes);
        Assert.Null(_discovery.Received(Advertise(0, Option(1, 1)), 8, Now));
        Assert.Null(_discovery.Received(Advertise(7, Option(valid: 1000, preferred: 500)), 9, Now));
        Assert.Single(_discovery.Prefixes);
        // A second answer to the same question is none.
        Assert.NotNull(_discovery.Received(Advertise(7), 10, Now));
        Assert.Single(_discovery.Prefixes);
    }

    [Fact]
    [Clause("6275-11.4.2-solicit")]
    public void A_home_address_that_is_about_to_end_is_asked_for_again()
    {
        _discovery.Wanted(1, Now);
        _discovery.Received(Advertise(1, Option(valid: 1000, preferred: 0)), 2, Now);
        Assert.Equal(Now.AddSeconds(800), _discovery.WakeAt);
        Assert.Null(_discovery.TimerDue(isRegistered: false, 3, Now.AddSeconds(800)));
        Assert.Equal(new MobilePrefixSolicitation(4), _discovery.TimerDue(isRegistered: true, 4, Now.AddSeconds(803)));
    }

    [Fact]
    [Clause("6275-11.4.2-solicit")]
    public void A_home_address_that_ends_is_asked_for_again_however_often_there_was_no_answer()
    {
        _discovery.Wanted(1, Now);
        _discovery.Received(Advertise(1, Option(valid: 10_000, preferred: 0)), 2, Now);
        var first = new List<double>();
        for (var last = DateTimeOffset.MinValue; _discovery.WakeAt < Now.AddSeconds(10_400);)
        {
            var due = _discovery.WakeAt;
            if (due - last >= TimeSpan.FromSeconds(50)) first.Add((due - Now).TotalSeconds);
            _discovery.TimerDue(true, ++_random, last = due);
        }
        // 77 seconds of silence after each first one, then half of what is left, but no less than a minute.
        Assert.Equal(8000, first[0]);
        Assert.Equal(8000 + 77 + (2000 - 77) / 2d, first[1]);
        Assert.Contains(first, at => at > 10_000);
        Assert.All(first.Zip(first.Skip(1)), pair => Assert.True(pair.Second - pair.First > 77 + 59));
    }

    [Fact]
    [Clause("6275-11.4.3-process")]
    public void A_home_address_that_has_ended_is_bound_once_in_a_minute_and_no_more_often()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.Registration.HomeAddressValidUntil = node.Now;
        node.See(Node.Ipv6B);
        Assert.Equal(TimeSpan.FromSeconds(4), node.Last.Message.Lifetime.ToTimeSpan());
        node.Accept();
        var sent = node.Sent;
        node.Advance(59);
        Assert.Equal(sent, node.Sent);
        node.Advance(2);
        Assert.Equal(sent + 1, node.Sent);
    }

    [Theory]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0u, 0u)]
    public void A_prefix_without_end_or_at_its_end_is_not_asked_for(uint valid, uint preferred)
    {
        _discovery.Wanted(1, Now);
        _discovery.Received(Advertise(1, Option(valid, preferred)), 2, Now);
        Assert.Equal(DateTimeOffset.MaxValue, _discovery.WakeAt);
        Assert.Single(_discovery.Prefixes);
    }

    [Fact]
    [Clause("6275-11.4.3-process")]
    public void What_a_router_advertisement_would_be_ignored_for_is_ignored()
    {
        _discovery.Wanted(1, Now);
        _discovery.Received(Advertise(1, Option(valid: 10, preferred: 11), Option(10, 10) with { PrefixLength = 129 }, Option(10, 10) with { Prefix = Ipv6Address.Parse("fe80::") }), 2, Now);
        Assert.Empty(_discovery.Prefixes);
    }

    [Fact]
    [Clause("6275-11.4.3-process", "6275-11.7.1-lifetime-home")]
    public void No_binding_is_asked_for_that_ends_after_the_home_address()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.Registration.HomeAddressValidUntil = node.Now.AddSeconds(90);
        node.See(Node.Ipv6B);
        Assert.Equal(TimeSpan.FromSeconds(88), node.Last.Message.Lifetime.ToTimeSpan());
    }

    private static MobilePrefixAdvertisement Advertise(ushort identifier, params PrefixInformationOption[] prefixes) =>
        new(identifier, false, false, ValueArray.Create<PrefixInformationOption>(prefixes));

    private static PrefixInformationOption Option(uint valid, uint preferred) =>
        new(64, PrefixInformationFlags.RouterAddress | PrefixInformationFlags.OnLink, valid, preferred, Node.HomeAgent);
}
