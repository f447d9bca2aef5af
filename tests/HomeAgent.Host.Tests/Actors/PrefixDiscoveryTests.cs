using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Prefixes;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>RFC 6275 10.6 at the entity: under its IPsec, by the way that the mobile node came.</summary>
public sealed class PrefixDiscoveryTests : IDisposable
{
    private static readonly Ipv6Prefix Home = Ipv6Prefix.Parse("2001:db8:1::/64");
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly PrefixAdvertising _prefixes;
    private readonly EntityFixture _life;
    private readonly MobileNode _alice;

    public PrefixDiscoveryTests()
    {
        _prefixes = new PrefixAdvertising(
            new HomePrefixTable(Prefixes(86_400)), new PrefixAdvertisingOptions(true, TimeSpan.FromSeconds(600), TimeSpan.FromDays(1)), new LifetimeWheel(_clock.Now), () => 0);
        _life = new EntityFixture(_store, _clock, prefixes: _prefixes);
        _alice = new MobileNode(_life.Options, Configured.Alice);
    }

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    [Clause("6275-10.6.3-solicited", "6275-10.6.1-content", "4877-4.1-prefix-discovery-use")]
    public void A_solicitation_is_answered_by_the_way_it_came_with_its_identifier_and_a_routing_header()
    {
        Solicit(0x1234);
        var answer = _life.ExpectAnswer();
        Assert.Equal(_alice.Ingress with { HomeAddressOption = true }, answer.Ingress);
        Assert.Null(answer.Tunnel);
        Assert.Equal(IpProtocol.Esp, answer.Packet[6]);
        Assert.Equal(Prefixes(86_400).Advertise(0x1234, _clock.Now), _alice.OpenAdvertisement(answer));
    }

    [Fact]
    [Clause("6275-10.6.3-solicited")]
    public void Two_in_a_second_get_one_answer()
    {
        Solicit(1);
        _life.ExpectAnswer();
        Solicit(2);
        _life.ExpectDrop(DropReason.RateLimited);
        _clock.Now += TimeSpan.FromSeconds(1);
        Solicit(3);
        Assert.Equal(3, _alice.OpenAdvertisement(_life.ExpectAnswer()).Identifier);
    }

    [Fact]
    [Clause("6275-10.6.2-retransmit", "6275-10.6.3-solicited")]
    public void Who_acknowledges_at_once_is_answered_a_second_later_and_told_no_more()
    {
        Register(1, 3600);
        Change(4000);
        Pass(600);
        Assert.Equal(Transmit.Unasked, _life.ExpectAnswer().Received);
        Solicit(7);
        _life.Edge.ExpectMsg<FrameDropped>();
        Pass(1);
        Assert.Equal(7, _alice.OpenAdvertisement(_life.ExpectAnswer()).Identifier);
        Pass(100);
        _life.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    [Clause("6275-10.6.2-new-prefix")]
    public void A_new_prefix_is_told()
    {
        Register(1, 3600);
        var both = new HomeNetworkPrefixes(
            [.. Prefixes(86_400).All, new HomeNetworkPrefix(Ipv6Prefix.Parse("2001:db8:2::/64"), default, default, true, true, null)]);
        Assert.True(_prefixes.Table.Replace(both));
        _life.Entity(_alice.HomeAddress).Tell(new AdvertisementDue(_alice.HomeAddress), _life.Edge);
        Pass(600);
        var told = _alice.OpenAdvertisement(_life.ExpectAnswer());
        Assert.Equal(2, told.Prefixes.Count);
        Assert.Equal(both.Advertise(0, _clock.Now), told);
    }

    /// <summary>Somebody who knows an address, and no key, does not move where others are told.</summary>
    [Fact]
    public void What_is_told_goes_to_where_the_last_genuine_frame_came_from()
    {
        Register(1, 3600);
        var forger = _life.NewProbe();
        _life.Entity(_alice.HomeAddress).Tell(_alice.Frame(new byte[100], _clock.Now), forger);
        forger.ExpectMsg<FrameDropped>();
        Change(4000);
        Pass(600);
        _life.ExpectAnswer();
    }

    [Fact]
    public void A_binding_that_becomes_shorter_waits_for_room_in_the_journal()
    {
        var updates = new UpdatesUnderWay(1);
        using var life = new EntityFixture(_store, _clock, updates: updates, prefixes: _prefixes);
        life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1, 3600)), _clock.Now));
        _alice.Open(life.ExpectAnswer());
        life.ExpectTunnel();
        Assert.True(updates.TryBegin());
        _prefixes.Table.Replace(Prefixes(100));
        life.Entity(_alice.HomeAddress).Tell(new AdvertisementDue(_alice.HomeAddress), life.Edge);
        life.Tunnels.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        updates.End();
        _clock.Now += TimeSpan.FromSeconds(1);
        var due = new List<Ipv6Address>();
        _prefixes.Due.Advance(_clock.Now, due);
        Assert.Equal([_alice.HomeAddress], due);
        life.Entity(_alice.HomeAddress).Tell(new AdvertisementDue(_alice.HomeAddress), life.Edge);
        Assert.Equal(_clock.Now.AddSeconds(100), life.ExpectTunnel().Expires);
        Assert.Equal(0, updates.Count);
    }

    [Fact]
    [Clause("6275-10.6.1-configurable")]
    public void Where_advertisements_are_switched_off_nobody_gets_one()
    {
        using var silent = new EntityFixture(_store, _clock, prefixes: _prefixes with { Options = _prefixes.Options with { Enabled = false } });
        silent.Send(_alice.Frame(_alice.Seal(new MobilePrefixSolicitation(1)), _clock.Now));
        silent.ExpectDrop(DropReason.UnexpectedMessage);
    }

    [Fact]
    public void Over_ipv6_there_has_to_be_a_home_address_option()
    {
        _alice.Ingress = new Ingress(Encapsulation.Native, _life.Options.HomeAgentAddress, Ipv6Address.Parse("2001:db8:f::2"));
        Solicit(1);
        _life.ExpectDrop(DropReason.BadHomeAddressOption);
    }

    [Fact]
    [Clause("6275-10.6.2-schedule", "6275-10.6.2-retransmit", "6275-10.6.3-source")]
    public void A_change_is_told_later_and_until_the_mobile_node_asks()
    {
        Register(1, 3600);
        Change(4000);
        Pass(599);
        _life.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        Pass(1);
        var told = _life.ExpectAnswer();
        Assert.True(told.Ingress.HomeAddressOption);
        Assert.Equal(_alice.Ingress, told.Ingress with { HomeAddressOption = false });
        Assert.Equal(Prefixes(4000).Advertise(0, _clock.Now), _alice.OpenAdvertisement(told));
        Pass(3);
        _alice.OpenAdvertisement(_life.ExpectAnswer());
        _clock.Now += TimeSpan.FromSeconds(1);
        Solicit(9);
        Assert.Equal(9, _alice.OpenAdvertisement(_life.ExpectAnswer()).Identifier);
        Pass(100);
        _life.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    [Clause("6275-10.3.1-lifetime-prefix", "6275-10.3.1-not-home-agent", "6275-10.3.1-on-link")]
    public void A_binding_ends_with_its_prefix()
    {
        Register(1, 3600);
        Change(100);
        var shorter = _life.ExpectTunnel();
        Assert.Equal(_clock.Now.AddSeconds(100), shorter.Expires);
        Assert.Equal(_clock.Now.AddSeconds(100), _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!.Expires);

        Change(0);
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        Assert.Null(_life.ExpectTunnel().Tunnel);
        // There is no other prefix: this is nobody's home agent any more.
        Assert.Equal(BindingStatus.HomeRegistrationNotSupported, Update(2));
        var other = new HomeNetworkPrefix(Ipv6Prefix.Parse("2001:db8:99::/64"), default, default, OnLink: true, Autonomous: true, null);
        Assert.True(_prefixes.Table.Replace(new HomeNetworkPrefixes([.. Prefixes(0).All, other])));
        Assert.Equal(BindingStatus.NotHomeSubnet, Update(3));
    }

    private BindingStatus Update(int sequence)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence)), _clock.Now));
        return _alice.Open(_life.ExpectAnswer()).Status;
    }

    [Fact]
    [Clause("6275-10.3.1-status-1")]
    public void Status_1_says_that_the_prefix_ends()
    {
        _prefixes.Table.Replace(Prefixes(300));
        Assert.Equal(BindingStatus.AcceptedPrefixDiscoveryNecessary, Register(1, 600).Status);
    }

    [Fact]
    [Clause("6275-10.6.3-cancel")]
    public void After_a_deregistration_nothing_is_told()
    {
        Register(1, 3600);
        Change(4000);
        Register(2, 0);
        Pass(700);
        _life.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    /// <summary>Solicitations take numbers of the same SA: after a kill none of them may come again, in either direction.</summary>
    [Fact]
    public void After_a_restart_no_esp_number_is_used_twice()
    {
        Solicit(1);
        var before = MobileNode.EspSequence(_life.ExpectAnswer().Packet);
        using var next = new EntityFixture(_store, _clock, prefixes: _prefixes);
        next.Send(_alice.Frame(_alice.Seal(new MobilePrefixSolicitation(2)), _clock.Now));
        Assert.True(MobileNode.EspSequence(next.ExpectAnswer().Packet) > before);
    }

    /// <summary>What nobody has asked for is sealed by the next number that is durable already.</summary>
    [Fact]
    public async Task A_change_is_told_out_of_a_rest()
    {
        Register(1, 3600);
        Change(4000);
        await _life.RestAsync(_alice.HomeAddress);
        Pass(600);
        _alice.OpenAdvertisement(_life.ExpectAnswer());
    }

    private static HomeNetworkPrefixes Prefixes(int seconds) => new(
        [new HomeNetworkPrefix(Home, new PrefixLifetime(TimeSpan.FromSeconds(seconds)), new PrefixLifetime(TimeSpan.FromSeconds(seconds)), true, true, null)]);

    private void Solicit(ushort identifier) => _life.Send(_alice.Frame(_alice.Seal(new MobilePrefixSolicitation(identifier)), _clock.Now));

    private void Change(int seconds)
    {
        Assert.True(_prefixes.Table.Replace(Prefixes(seconds)));
        _life.Entity(_alice.HomeAddress).Tell(new AdvertisementDue(_alice.HomeAddress), _life.Edge);
    }

    private BindingAcknowledgement Register(int sequence, int seconds)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence, seconds)), _clock.Now));
        var answer = _alice.Open(_life.ExpectAnswer());
        _life.ExpectTunnel();
        return answer;
    }

    /// <summary>Lets time pass as the clocks of the node do, which wake the entity if it wants to be woken.</summary>
    private void Pass(int seconds)
    {
        _clock.Now += TimeSpan.FromSeconds(seconds);
        var due = new List<Ipv6Address>();
        _prefixes.Due.Advance(_clock.Now, due);
        foreach (var home in due) _life.Entity(home).Tell(new AdvertisementDue(home), _life.Edge);
    }
}
