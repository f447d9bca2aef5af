using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class SqliteIpv4HomeAddressTests() : Ipv4HomeAddressTests(StoreProvider.Sqlite);

public sealed class PostgresIpv4HomeAddressTests() : Ipv4HomeAddressTests(StoreProvider.PostgreSql);

public abstract class Ipv4HomeAddressTests : IDisposable
{
    private static readonly Ipv4HomeAddressOption Dynamic = new(32, false, Ipv4Address.Any);
    private static readonly Ipv4HomeAddressOption TheOne = new(32, false, Ipv4Address.Parse("10.10.0.100"));
    private static readonly Ipv6Address Stranger = Ipv6Address.Parse("2001:db8:1::77");
    private readonly TemporaryStore _store;
    private readonly ManualClock _clock = new();
    private readonly IIpv4LeaseStore _leases;
    private readonly EntityFixture _life;
    private readonly MobileNode _alice;
    private readonly MobileNode _bob;

    protected Ipv4HomeAddressTests(StoreProvider provider)
    {
        _store = new TemporaryStore(provider);
        _leases = _store.OpenLeases("10.10.0.100-10.10.0.100");
        _life = new EntityFixture(_store, _clock, leases: _leases);
        _alice = new MobileNode(_life.Options, Configured.Alice);
        _bob = new MobileNode(_life.Options, Configured.Bob);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _life.Dispose();
        _leases.DisposeAsync().AsTask().Wait();
        _store.Dispose();
    }

    [Fact]
    [Clause("5555-2.3.1-ack")]
    public void Who_asks_for_any_address_gets_a_lease_and_keeps_it()
    {
        Assert.Equal(Ipv4Address.Parse("10.10.0.100"), Ask(_bob, 1, Dynamic).HomeAddress);
        Assert.Equal(Ipv4Address.Parse("10.10.0.100"), _life.ExpectTunnel().Home.Ipv4);

        // Refreshed by the address itself, as RFC 5555 4.4.1 has it.
        var refreshed = Ask(_bob, 2, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.100")));
        Assert.Equal(Ipv4AddressStatus.Success, refreshed.Status);
    }

    [Fact]
    public async Task A_provisioned_address_is_given_without_a_lease()
    {
        Assert.Equal(Ipv4Address.Parse("10.10.0.10"), Ask(_alice, 1, Dynamic).HomeAddress);
        Assert.Null(await _leases.FindAsync(_alice.HomeAddress));
    }

    [Fact]
    [Clause("5555-4.5-assigned", "5555-4.5-v6-stands")]
    public void The_address_of_somebody_else_is_refused_and_the_binding_is_not()
    {
        var answer = Ask(_bob, 1, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.10")));
        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, answer.Status);
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
    }

    [Fact]
    [Clause("5555-4.4.2.1-not-longer", "5555-4.5-exhausted")]
    public async Task An_exhausted_pool_is_said_and_ends_with_the_binding_that_used_it()
    {
        await _leases.LeaseAsync(Stranger);
        Assert.Equal(Ipv4AddressStatus.DynamicAssignmentUnavailable, Ask(_bob, 1, Dynamic).Status);

        await _leases.FreeAsync(Stranger);
        Assert.Equal(Ipv4AddressStatus.Success, Ask(_bob, 2, Dynamic).Status);
    }

    [Fact]
    [Clause("5555-2.5-lease", "5555-4.4.2.1-remove-all")]
    public async Task Deregistration_releases_the_lease()
    {
        Ask(_bob, 1, Dynamic);
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(2, lifetimeSeconds: 0)), _clock.Now));
        _life.ExpectAnswer();
        await Eventually.Is(async () => await _leases.LeaseAsync(Stranger) is not null);
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

    /// <summary>Otherwise it would go to the next one who asks, and have two owners.</summary>
    [Fact]
    public async Task Who_comes_back_by_the_address_itself_has_it_for_himself_again()
    {
        Ask(_bob, 1, Dynamic);
        Expire(_bob);

        Assert.Equal(Ipv4AddressStatus.Success, Ask(_bob, 2, TheOne).Status);
        Assert.Equal(TheOne.HomeAddress, _life.ExpectTunnel().Home.Ipv4);

        Assert.Null(await _leases.LeaseAsync(Stranger));
    }

    [Fact]
    public async Task Who_comes_back_too_late_is_told_so()
    {
        Ask(_bob, 1, Dynamic);
        Expire(_bob);
        await Eventually.Is(async () => await _leases.LeaseAsync(Stranger) is not null);

        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, Ask(_bob, 2, TheOne).Status);
        Assert.Equal(default, _life.ExpectTunnel().Home.Ipv4);
    }

    [Fact]
    public async Task An_address_that_was_never_leased_is_refused_and_none_is_taken_for_it()
    {
        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, Ask(_bob, 1, TheOne).Status);
        await Eventually.Is(async () => await _leases.LeaseAsync(Stranger) is not null);
    }

    [Fact]
    public async Task A_refused_update_leaves_no_lease_behind()
    {
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(100)), _clock.Now));
        _life.ExpectAnswer();
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(50, 600, Dynamic)), _clock.Now));
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, _bob.Open(_life.ExpectAnswer()).Status);

        await Eventually.Is(async () => await _leases.LeaseAsync(Stranger) is not null);
    }

    [Fact]
    public async Task An_update_that_could_not_be_made_durable_leaves_no_lease_behind()
    {
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(1)), _clock.Now));
        _life.ExpectAnswer();
        var entity = _life.Entity(_bob.HomeAddress);
        var death = _life.Watch(entity);
        _store.Execute("ALTER TABLE journal RENAME TO gone");
        _life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(2, 600, Dynamic)), _clock.Now));
        death.ExpectTerminated(entity);

        await Eventually.Is(async () => await _leases.LeaseAsync(Stranger) is not null);
    }

    [Fact]
    public void A_lease_store_that_never_answers_does_not_hold_the_binding_up()
    {
        using var life = new EntityFixture(_store, _clock, leases: new SilentLeases());
        life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(1, 600, Dynamic)), _clock.Now));
        var answer = _bob.Open(life.ExpectAnswer());
        Assert.Equal(BindingStatus.Accepted, answer.Status);
        Assert.Equal(Ipv4AddressStatus.FailureReasonUnspecified, answer.Options.Find<Ipv4AddressAcknowledgementOption>()!.Status);
    }

    [Fact]
    public async Task A_recovered_binding_does_not_claim_an_address_that_somebody_else_has_now()
    {
        Ask(_bob, 1, Dynamic);
        var entity = _life.Entity(_bob.HomeAddress);
        var death = _life.Watch(entity);
        entity.Tell(Stop.Instance);
        death.ExpectTerminated(entity);
        _life.Forget(_bob.HomeAddress);
        await _leases.FreeAsync(_bob.HomeAddress);
        await _leases.LeaseAsync(Stranger);

        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, Ask(_bob, 2, TheOne).Status);
    }

    private void Expire(MobileNode node)
    {
        _life.ExpectTunnel();
        _clock.Now += TimeSpan.FromSeconds(601);
        _life.Entity(node.HomeAddress).Tell(new LifetimeEnded(node.HomeAddress));
        Assert.Null(_life.ExpectTunnel().Tunnel);
    }

    private Ipv4AddressAcknowledgementOption Ask(MobileNode node, int sequence, Ipv4HomeAddressOption option)
    {
        _life.Send(node.Frame(node.Seal(MobileNode.Update(sequence, 600, option)), _clock.Now));
        var answer = node.Open(_life.ExpectAnswer());
        Assert.Equal(BindingStatus.Accepted, answer.Status);
        return answer.Options.Find<Ipv4AddressAcknowledgementOption>()!;
    }

    private sealed class SilentLeases : IIpv4LeaseStore
    {
        public Task<LeasedAddress?> FindAsync(Ipv6Address homeAddress) => Task.FromResult<LeasedAddress?>(null);

        public Task<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>> InForceAsync(CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>>(new Dictionary<Ipv6Address, Ipv4Prefix>());

        public Task<LeasedAddress?> LeaseAsync(Ipv6Address homeAddress, int length = 32) => new TaskCompletionSource<LeasedAddress?>().Task;

        public Task<LeasedAddress?> RebindAsync(Ipv6Address homeAddress) => LeaseAsync(homeAddress);

        public void Release(Ipv6Address homeAddress, LeasedAddress lease)
        {
        }

        public Task ReleaseAllExceptAsync(IReadOnlySet<Ipv6Address> users) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
