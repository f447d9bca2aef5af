using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Persistence;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Npgsql;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

/// <summary>One entity of a batch has a number that another node has written meanwhile.</summary>
public sealed class StaleWriterTests : IDisposable
{
    private const int Stale = 0;
    private const int Fillers = PostgresStore.WritesAtATime;
    private const int All = 40;
    private readonly TemporaryStore _store = new(StoreProvider.PostgreSql);
    private readonly ConcurrentDictionary<int, string> _outcomes = [];
    private readonly ActorSystem _system;

    public StaleWriterTests() => _system = ActorSystem.Create("stale", ActorSystemSetup.Create([
        BootstrapSetup.Create().WithConfig(_store.Store.Journal.WithFallback("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")), .. _store.Store.JournalData]));

    public void Dispose()
    {
        _system.Terminate().Wait();
        _store.Dispose();
    }

    [Fact]
    public async Task It_fails_alone_and_goes_on_behind_the_other()
    {
        var entities = Enumerable.Range(0, All).Select(Start).ToArray();
        foreach (var entity in entities) await entity.Ask<long>("number", TimeSpan.FromSeconds(60));
        _store.Insert(State(Stale), 1);
        await using var source = NpgsqlDataSource.Create(_store.Options.ConnectionString);
        await using (var slow = await source.OpenConnectionAsync())
        {
            await using var transaction = await slow.BeginTransactionAsync();
            await using (var command = new NpgsqlCommand("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE", slow)) await command.ExecuteNonQueryAsync();
            // All that write at a time wait for the lock, one entity each; what comes then is one batch.
            for (var i = 1; i <= Fillers; i++)
            {
                entities[All - i].Tell("write");
                await Eventually.Is(() => Task.FromResult(_store.Scalar("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == i));
            }
            foreach (var entity in entities[..^Fillers]) entity.Tell("write");
            await Task.Delay(500);
            await transaction.CommitAsync();
        }
        await Eventually.Is(() => Task.FromResult(_outcomes.Count == All));
        Assert.StartsWith("23505", _outcomes[Stale], StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, All - 1), number => Assert.Equal("1", _outcomes[number]));
        Assert.Equal(All, _store.Rows);

        _outcomes.Clear();
        Start(Stale).Tell("write");
        await Eventually.Is(() => Task.FromResult(_outcomes.Count == 1));
        Assert.Equal("2", _outcomes[Stale]);
    }

    private IActorRef Start(int number) => _system.ActorOf(Props.Create(() => new Entity(number, _outcomes)));

    private static BindingCacheEntryState State(int number) => new(Home(number), null, default);

    private static Ipv6Address Home(int number) => new(Ipv6Address.Parse("2001:db8:1::1:0").Value + (uint)number);

    private sealed class Entity(int number, ConcurrentDictionary<int, string> outcomes) : UntypedPersistentActor
    {
        public override string PersistenceId => HomeAgent.Persistence.PersistenceId.Of(Home(number));

        public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

        protected override void OnRecover(object message)
        {
        }

        protected override void OnCommand(object message)
        {
            if (message is not "write") Sender.Tell(LastSequenceNr);
            else Persist(State(number), _ => outcomes[number] = LastSequenceNr.ToString(CultureInfo.InvariantCulture));
        }

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => outcomes[number] = cause.GetBaseException().Message;
    }
}
