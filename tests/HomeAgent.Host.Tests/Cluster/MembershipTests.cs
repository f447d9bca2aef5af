using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>A member by itself, with signs of life in a database.</summary>
public sealed class MembershipTests : IDisposable
{
    private readonly IStore _store = Stores.Open(new StoreOptions(StoreProvider.PostgreSql, SharedPostgres.CreateDatabase()));
    private readonly FailingRecord _record;
    private readonly Membership _membership;

    public MembershipTests()
    {
        _record = new FailingRecord(_store.Founding!);
        var options = Configured.Options(("Roles", "admin"));
        var joining = new Joining(options.Cluster, _record, TimeProvider.System, NullLogger<Joining>.Instance);
        _membership = new Membership(
            () => ClusterLife.Begin(options, _store, new NodeActors(options, new NoServices()), NullLoggerFactory.Instance, TimeProvider.System),
            joining, new EntityRegion(), TimeProvider.System, NullLogger<Membership>.Instance);
    }

    public void Dispose()
    {
        _membership.Dispose();
        _store.Dispose();
    }

    /// <summary>It could not reach the store for long, and somebody else could.</summary>
    [Fact]
    public async Task Whose_cluster_was_replaced_ends_it_and_joins_again()
    {
        await _membership.StartAsync(default);
        await UntilAsync(() => _record.Beats > 0, "it gives signs of life");
        var older = _membership.Life!;
        while (await _record.TryClaimAsync((await _record.ReadAsync(default)).Count, default) is null)
        {
            // A sign of life came in between.
        }
        await UntilAsync(() => older.System.WhenTerminated.IsCompleted, "it notices");
        // The other one says nothing more.
        await UntilAsync(() => _membership.Life is { } life && life != older && life.Cluster.SelfMember.Status == MemberStatus.Up, "it is a member again");
        await _membership.StopAsync(default);
    }

    [Fact]
    public async Task What_nobody_expects_ends_neither_signs_of_life_nor_joining()
    {
        await _membership.StartAsync(default);
        await UntilAsync(() => _record.Beats > 0, "it gives signs of life");
        _record.Surprise = new NotSupportedException("of the test");
        await UntilAsync(() => _record.Surprise is null, "it was thrown");
        var before = _record.Beats;
        await UntilAsync(() => _record.Beats > before, "it goes on");
        await _membership.StopAsync(default);
    }

    [Fact]
    public async Task An_actor_system_that_does_not_end_keeps_no_process_alive()
    {
        using var release = new ManualResetEventSlim();
        await _membership.StartAsync(default);
        await UntilAsync(() => _record.Beats > 0, "it gives signs of life");
        var system = _membership.Life!.System;
        system.ActorOf(Props.Create(() => new Lingering(release)).WithDispatcher("akka.cluster.dispatcher"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await _membership.StopAsync(patience.Token).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.False(system.WhenTerminated.IsCompleted);
        }
        finally
        {
            release.Set();
            await system.WhenTerminated;
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var wait = 0; wait < 600 && !condition(); wait++) await Task.Delay(100);
        Assert.True(condition(), what);
    }

    private sealed class Lingering(ManualResetEventSlim release) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => release.Wait();
    }

    private sealed class FailingRecord(IFoundingRecord record) : IFoundingRecord
    {
        private volatile int _beats;
        private volatile Exception? _surprise;

        public int Beats => _beats;

        /// <summary>Of the next sign of life.</summary>
        public Exception? Surprise
        {
            get => _surprise;
            set => _surprise = value;
        }

        public Task<ClusterSigns> ReadAsync(CancellationToken cancellation) => record.ReadAsync(cancellation);

        public Task<Guid?> TryClaimAsync(long count, CancellationToken cancellation) => record.TryClaimAsync(count, cancellation);

        public async Task<bool> BeatAsync(Guid founding, CancellationToken cancellation)
        {
            if (_surprise is { } surprise)
            {
                _surprise = null;
                throw surprise;
            }
            var taken = await record.BeatAsync(founding, cancellation);
            if (taken) Interlocked.Increment(ref _beats);
            return taken;
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
