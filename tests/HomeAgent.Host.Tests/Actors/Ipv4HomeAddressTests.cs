using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class Ipv4HomeAddressTests : IDisposable
{
    private static readonly Ipv4HomeAddressOption Dynamic = new(32, false, Ipv4Address.Any);
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly SqliteIpv4LeaseStore _leases;
    private readonly EntityFixture _life;
    private readonly MobileNode _alice;
    private readonly MobileNode _bob;

    public Ipv4HomeAddressTests()
    {
        _leases = new SqliteIpv4LeaseStore(
            _store.Database.Sibling("leases"), Ipv4AddressPool.Parse("10.10.0.100-10.10.0.100"), [], NullLogger<SqliteIpv4LeaseStore>.Instance);
        _life = new EntityFixture(_store, _clock, leases: _leases);
        _alice = new MobileNode(_life.Options, Configured.Alice);
        _bob = new MobileNode(_life.Options, Configured.Bob);
    }

    public void Dispose()
    {
        _life.Dispose();
        _leases.DisposeAsync().AsTask().Wait();
        _store.Dispose();
    }

    [Fact]
    public void Who_asks_for_any_address_gets_a_lease_and_keeps_it()
    {
        Assert.Equal(Ipv4Address.Parse("10.10.0.100"), Ask(_bob, 1, Dynamic).HomeAddress);
        Assert.Equal(Ipv4Address.Parse("10.10.0.100"), _life.ExpectTunnel().Home.Ipv4);

        // Refreshed by the address itself, as RFC 5555 4.4.1 has it.
        var refreshed = Ask(_bob, 2, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.100")));
        Assert.Equal(Ipv4AddressStatus.Success, refreshed.Status);
    }

    [Fact]
    public void A_provisioned_address_is_given_without_a_lease()
    {
        Assert.Equal(Ipv4Address.Parse("10.10.0.10"), Ask(_alice, 1, Dynamic).HomeAddress);
        Assert.Null(_leases.Find(_alice.HomeAddress));
    }

    [Fact]
    public void The_address_of_somebody_else_is_refused_and_the_binding_is_not()
    {
        var answer = Ask(_bob, 1, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.10")));
        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, answer.Status);
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
    }

    [Fact]
    public async Task An_exhausted_pool_is_said_and_ends_with_the_binding_that_used_it()
    {
        var stranger = Ipv6Address.Parse("2001:db8:1::77");
        await _leases.LeaseAsync(stranger);
        Assert.Equal(Ipv4AddressStatus.DynamicAssignmentUnavailable, Ask(_bob, 1, Dynamic).Status);

        _leases.Release(stranger);
        Assert.Equal(Ipv4AddressStatus.Success, Ask(_bob, 2, Dynamic).Status);
    }

    [Fact]
    public async Task Deregistration_releases_the_lease()
    {
        Ask(_bob, 1, Dynamic);
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(2, lifetimeSeconds: 0)), _clock.Now));
        _life.ExpectAnswer();
        Assert.NotNull(await _leases.LeaseAsync(Ipv6Address.Parse("2001:db8:1::77")));
    }

    [Fact]
    public void Frames_that_arrive_while_a_lease_is_written_are_answered_in_order()
    {
        for (var sequence = 1; sequence <= 3; sequence++)
            _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(sequence, 600, Dynamic)), _clock.Now));
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            var answer = _bob.Open(_life.ExpectAnswer());
            Assert.Equal((BindingStatus.Accepted, sequence), (answer.Status, answer.Sequence.Value));
        }
    }

    private Ipv4AddressAcknowledgementOption Ask(MobileNode node, int sequence, Ipv4HomeAddressOption option)
    {
        _life.Send(node.Frame(node.Seal(MobileNode.Update(sequence, 600, option)), _clock.Now));
        var answer = node.Open(_life.ExpectAnswer());
        Assert.Equal(BindingStatus.Accepted, answer.Status);
        return answer.Options.Find<Ipv4AddressAcknowledgementOption>()!;
    }
}
