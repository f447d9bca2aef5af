using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>A mobile router's prefixes, from the Binding Update to what edges are told (RFC 3963 6.2, 6.6, 6.7).</summary>
public sealed class MobileRouterTests : IDisposable
{
    private static readonly Ipv6Prefix First = Ipv6Prefix.Parse("2001:db8:aa::/56"), Second = Ipv6Prefix.Parse("2001:db8:bb::/64");
    private static readonly Ipv4Prefix Ipv4 = Ipv4Prefix.Parse("10.80.0.0/24");
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly ChangingDirectory _directory = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private EntityFixture _life;

    public MobileRouterTests()
    {
        _directory.Change(Provisioned($"{First},{Second}").MobileNodes[0]);
        _life = new EntityFixture(_store, _clock, directory: _directory);
    }

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    [Clause("3963-6.2-implicit", "3963-6.6-r", "3963-9-ipsec")]
    public void In_implicit_mode_edges_are_told_of_all_that_is_provisioned()
    {
        var answer = Ask(Router(1));
        Assert.Equal((BindingStatus.Accepted, BindingAcknowledgementFlags.MobileRouter), (answer.Status, answer.Flags));
        var home = _life.ExpectTunnel().Home;
        Assert.Equal((true, MobileNetworks.Of([First, Second], [Ipv4])), (home.IsMobileRouter, home.Networks));
    }

    [Fact]
    [Clause("3963-6.2-explicit", "3963-6.2-disable")]
    public void In_explicit_mode_edges_are_told_of_what_the_last_update_names()
    {
        Ask(Router(1, new MobileNetworkPrefixOption(56, First.Address), new MobileNetworkPrefixOption(64, Second.Address)));
        Assert.Equal(MobileNetworks.Of([First, Second], []), _life.ExpectTunnel().Home.Networks);
        Ask(Router(2, new MobileNetworkPrefixOption(64, Second.Address), new Ipv4HomeAddressOption(24, false, Ipv4.Address)));
        Assert.Equal(MobileNetworks.Of([Second], [Ipv4]), _life.ExpectTunnel().Home.Networks);
    }

    [Fact]
    [Clause("3963-6.7-ignore")]
    public void A_deregistration_takes_the_tunnel_and_all_prefixes_with_it()
    {
        Ask(Router(1));
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        var answer = Ask(Router(2) with { Lifetime = BindingLifetime.Zero });
        Assert.Equal((BindingStatus.Accepted, BindingAcknowledgementFlags.None), (answer.Status, answer.Flags));
        Assert.Null(_life.ExpectTunnel().Tunnel);
    }

    [Fact]
    public void An_entity_that_starts_again_still_has_them_and_knows_that_it_is_a_mobile_router()
    {
        Ask(Router(1));
        _life.Dispose();
        _life = new EntityFixture(_store, _clock, directory: _directory);
        Assert.Equal(BindingStatus.RegistrationTypeChangeDisallowed, Ask(MobileNode.Update(2)).Status);
        Assert.Equal(BindingStatus.Accepted, Ask(Router(3)).Status);
        Assert.Equal(MobileNetworks.Of([First, Second], [Ipv4]), _life.ExpectTunnel().Home.Networks);
    }

    [Fact]
    [Clause("3963-6.2-table", "3963-9-authorize")]
    public void What_is_taken_from_its_provisioning_is_refused_from_the_next_update_on()
    {
        var named = new MobileNetworkPrefixOption(64, Second.Address);
        Assert.Equal(BindingStatus.Accepted, Ask(Router(1, named)).Status);
        _directory.Change(Provisioned($"{First}").MobileNodes[0]);
        Assert.Equal(BindingStatus.NotAuthorizedForPrefix, Ask(Router(2, named)).Status);
        Assert.Equal(BindingStatus.Accepted, Ask(Router(3)).Status);
    }

    private static HomeAgent.Options.HomeAgentOptions Provisioned(string ipv6) =>
        Configured.Options(("MobileNodes:0:MobileNetworkPrefixes", ipv6), ("MobileNodes:0:Ipv4MobileNetworkPrefixes", $"{Ipv4}"));

    private static BindingUpdate Router(int sequence, params MobilityOption[] options)
    {
        var update = MobileNode.Update(sequence, 600, options);
        return update with { Flags = update.Flags | BindingUpdateFlags.MobileRouter };
    }

    private BindingAcknowledgement Ask(BindingUpdate update)
    {
        _life.Send(_alice.Frame(_alice.Seal(update), _clock.Now));
        return _alice.Open(_life.ExpectAnswer());
    }
}
