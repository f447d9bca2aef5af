using System.Data.Common;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;

namespace DsMip.HomeAgent.Admin;

/// <summary>Can this node do its work now? The first thing that it still waits for, or null.</summary>
public sealed class Readiness(Membership membership, HomeAgentOptions options, EdgeState edge, IBindingStore store, FirstUse? first = null, SourceTranslationWatch? sources = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong without keeping this node from its work; null: nothing.</summary>
    public string? Notice => sources?.Notice;

    public async Task<string?> WaitsForAsync(CancellationToken cancellation)
    {
        if (membership.Life is not { } life || life.Cluster.SelfMember.Status != MemberStatus.Up) return "cluster membership";
        if (!await IsRegionRegisteredAsync(life, cancellation).ConfigureAwait(false)) return "shard region";
        if (!edge.IsReady) return "edge";
        if (!edge.IsLoaded) return "bindings";
        if (first is { IsDone: false }) return "journal";
        return await StoreAnswersAsync(cancellation).ConfigureAwait(false) ? null : "store";
    }

    /// <summary>Who holds bindings is known to the coordinator of all who do; who holds none knows at least one who does.</summary>
    private async Task<bool> IsRegionRegisteredAsync(ClusterLife life, CancellationToken cancellation)
    {
        try
        {
            var regions = (await life.Region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Patience, cancellation).ConfigureAwait(false)).Regions;
            return options.Roles.HasFlag(NodeRoles.Control) ? regions.Contains(life.Cluster.SelfAddress) : regions.Count > 0;
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
