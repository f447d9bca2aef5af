using System.Data.Common;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin;

/// <summary>Can this node do its work now? The first thing that it still waits for, or null.</summary>
public sealed class Readiness(ActorSystem system, IRequiredActor<BindingCacheEntryActor> region, EdgeState edge, IBindingStore store, FirstUse? first = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<string?> WaitsForAsync(CancellationToken cancellation)
    {
        var cluster = Cluster.Get(system);
        if (cluster.SelfMember.Status != MemberStatus.Up) return "cluster membership";
        if (!await IsRegionRegisteredAsync(cluster.SelfAddress, cancellation).ConfigureAwait(false)) return "shard region";
        if (!edge.IsReady) return "edge";
        if (!edge.IsLoaded) return "bindings";
        if (first is { IsDone: false }) return "journal";
        return await StoreAnswersAsync(cancellation).ConfigureAwait(false) ? null : "store";
    }

    private async Task<bool> IsRegionRegisteredAsync(Address self, CancellationToken cancellation)
    {
        try
        {
            var entities = await region.GetAsync(cancellation).ConfigureAwait(false);
            var regions = await entities.Ask<CurrentRegions>(GetCurrentRegions.Instance, Patience, cancellation).ConfigureAwait(false);
            return regions.Regions.Contains(self);
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> StoreAnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await store.ProbeAsync(cancellation).WaitAsync(Patience, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return false;
        }
    }
}
