using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>A control node was killed in the middle of a revocation: when there is one again, nobody has to ask for the rest.</summary>
public sealed class InterruptedEntitiesTests
{
    [Fact]
    public async Task What_was_in_progress_goes_on_without_anybody_asking()
    {
        using var store = new TemporaryStore();
        var options = Configured.Options(("Store:ConnectionString", store.Options.ConnectionString), ("SourceTranslation:OwnNetworks", "203.0.113.0/28"));
        var alice = new MobileNode(options, Configured.Alice);
        var clock = new ManualClock { Now = DateTimeOffset.UtcNow };
        using (var life = new EntityFixture(store, clock, options))
        {
            life.Send(alice.Frame(alice.Seal(MobileNode.Update(1)), clock.Now));
            life.ExpectAnswer();
            life.Entity(alice.HomeAddress).Tell(new RevokeBinding(alice.HomeAddress, RevocationTrigger.AdministrativeReason), Akka.Actor.ActorRefs.NoSender);
            alice.Open<BindingRevocationIndication>(life.ExpectAnswer().Packet);
        }
        Assert.False(store.Bindings.Newest(alice.HomeAddress)!.State!.Entry!.Deregistered);
        var application = HomeAgentApplication.Build(options);
        await using (application)
        {
            await application.StartAsync();
            await Eventually.Is(() => Task.FromResult(store.Bindings.Newest(alice.HomeAddress)!.State!.Entry!.Deregistered));
            await application.StopAsync();
        }
    }
}
