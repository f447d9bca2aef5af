using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class SqliteBindingRestoreTests() : BindingRestoreTests(StoreProvider.Sqlite);

public sealed class PostgresBindingRestoreTests() : BindingRestoreTests(StoreProvider.PostgreSql);

public abstract class BindingRestoreTests(StoreProvider provider) : IDisposable
{
    private static readonly Ipv4HomeAddressOption Provisioned = new(32, false, Ipv4Address.Parse("10.10.0.10"));
    private readonly TemporaryStore _store = new(provider);
    private readonly ManualClock _clock = new();
    private readonly HomeAgentMetrics _metrics = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly MobileNode _bob = new(Configured.Options(), Configured.Bob);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
    }

    [Fact]
    public async Task A_start_fills_the_wheel()
    {
        using (var life = new EntityFixture(_store, _clock))
        {
            Register(life, _alice, MobileNode.Update(1, 600, Provisioned));
            Register(life, _bob, MobileNode.Update(1));
            Register(life, _bob, MobileNode.Update(2, lifetimeSeconds: 0));
        }

        var wheel = await RestoreAsync();

        Assert.Equal(1, wheel.Count);
    }

    [Fact]
    public async Task What_ended_meanwhile_is_left_out()
    {
        using (var life = new EntityFixture(_store, _clock)) Register(life, _alice, MobileNode.Update(1, lifetimeSeconds: 60));
        _clock.Now += TimeSpan.FromMinutes(2);

        Assert.Equal(0, (await RestoreAsync()).Count);
    }

    [Fact]
    public async Task A_tunnel_that_began_at_a_former_address_of_ours_is_gone_and_its_sequence_number_counts()
    {
        RegisterBoth();
        var moved = Configured.Options(("HomeAgentIpv4Address", "198.51.100.99"));

        Assert.Equal(0, (await RestoreAsync(moved)).Count);
        using var life = new EntityFixture(_store, _clock, moved);
        _alice.Ingress = _alice.Ingress with { Local = Ipv4Address.Parse("198.51.100.99") };
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, Register(life, _alice, MobileNode.Update(1)));
        Assert.False(life.Tunnels.HasMessages);
    }

    [Theory]
    [InlineData("10.10.0.100-10.10.0.101", true)]
    [InlineData("10.10.0.101-10.10.0.101", false)]
    public async Task A_lease_stays_as_long_as_the_pool_has_it(string poolAfter, bool stays)
    {
        await using (var leases = Leases("10.10.0.100-10.10.0.100"))
        {
            using var life = new EntityFixture(_store, _clock, leases: leases);
            Register(life, _bob, MobileNode.Update(1, 600, new Ipv4HomeAddressOption(32, false, Ipv4Address.Any)));
        }
        await using var after = Leases(poolAfter);

        await RestoreAsync(leases: after);

        Assert.Equal(stays, await after.FindAsync(_bob.HomeAddress) is not null);
    }

    [Fact]
    public async Task A_lease_that_the_binding_does_not_use_is_released()
    {
        await using var leases = Leases("10.10.0.100-10.10.0.100");
        await leases.LeaseAsync(_bob.HomeAddress);
        await leases.DisposeAsync();
        if (provider == StoreProvider.PostgreSql) _store.Execute("UPDATE ipv4_leases SET taken = now() - INTERVAL '1 hour'");
        RegisterBoth();
        await using var after = Leases("10.10.0.100-10.10.0.100");

        await RestoreAsync(leases: after);

        Assert.NotNull(await after.LeaseAsync(Ipv6Address.Parse("2001:db8:1::77")));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_counted_and_the_others_are_restored()
    {
        RegisterBoth();
        _store.Execute("UPDATE journal SET message = $1 WHERE persistence_id = $2", new byte[] { 0x0a, 0x03, 0x20 }, PersistenceId.Of(_alice.HomeAddress));

        Assert.Equal(1, (await RestoreAsync()).Count);

        Assert.Equal(1, _metrics.UnreadableBindings);
    }

    private void RegisterBoth()
    {
        using var life = new EntityFixture(_store, _clock);
        Register(life, _alice, MobileNode.Update(1));
        Register(life, _bob, MobileNode.Update(1));
    }

    private BindingStatus Register(EntityFixture life, MobileNode node, BindingUpdate update)
    {
        life.Send(node.Frame(node.Seal(update), _clock.Now));
        return node.Open(life.ExpectAnswer()).Status;
    }

    private IIpv4LeaseStore Leases(string pool) => _store.OpenLeases(pool);

    private async Task<LifetimeWheel> RestoreAsync(HomeAgentOptions? options = null, IIpv4LeaseStore? leases = null)
    {
        var wheel = new LifetimeWheel(_clock.Now);
        options ??= Configured.Options();
        await new BindingRestore(
            _store.Bindings, options, new ConfiguredMobileNodes(options), wheel, _clock, _metrics, NullLogger<BindingRestore>.Instance, leases)
            .StartAsync(default);
        return wheel;
    }
}
