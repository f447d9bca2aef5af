using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

/// <summary>The node that would have released the lease is dead.</summary>
[Clause("5555-2.5-lease")]
public sealed class LeaseSweepTests : IDisposable
{
    private readonly TemporaryStore _store = new(StoreProvider.PostgreSql);
    private readonly ManualClock _clock = new();
    private readonly MobileNode _bob = new(Configured.Options(), Configured.Bob);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(60, false, true)]
    [InlineData(600 + 60, false, true)]
    [InlineData(600 + 180, false, false)]
    [InlineData(60, true, false)]
    public async Task A_lease_goes_back_when_its_binding_has_ended(int seconds, bool deregistered, bool stays)
    {
        await using var leases = _store.OpenLeases("10.10.0.100-10.10.0.100");
        using (var life = new EntityFixture(_store, _clock, leases: leases))
        {
            life.Send(_bob.Frame(_bob.Seal(MobileNode.Update(1, 600, new Ipv4HomeAddressOption(32, false, Ipv4Address.Any))), _clock.Now));
            Assert.Equal(BindingStatus.Accepted, _bob.Open(life.ExpectAnswer()).Status);
        }
        if (deregistered) _store.Insert(_store.Bindings.Newest(_bob.HomeAddress)!.State! with { Entry = null }, sequence: 2);
        _store.Execute("UPDATE ipv4_leases SET taken = taken - INTERVAL '1 hour'");
        _clock.Now += TimeSpan.FromSeconds(seconds);

        using var sweep = new LeaseSweep(_store.Bindings, leases, BindingRevision.UsesLease, _clock, NullLogger<LeaseSweep>.Instance);
        await sweep.SweepAsync(default);

        Assert.Equal(stays, await leases.FindAsync(_bob.HomeAddress) is not null);
    }
}
