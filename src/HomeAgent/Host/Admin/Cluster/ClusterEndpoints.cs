using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Edge.Tunnels;

namespace DsMip.HomeAgent.Admin.Cluster;

/// <summary><c>/api/v1/cluster</c>: who belongs to it, and where the shards are.</summary>
internal static class ClusterEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapCluster(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cluster", Get).WithName("getCluster").WithSummary("Members, as this process sees them").WithTags("Cluster").Produces<ClusterJson>();
        api.MapGet("/cluster/shards", ShardsAsync).WithName("listShards").WithSummary("Shards of binding cache entries, and where they are").WithTags("Cluster")
            .Produces<IReadOnlyList<ShardJson>>();
    }

    private static IResult Get(Membership membership)
    {
        if (membership.Life is not { } life) return NoCluster();
        var state = life.Cluster.State;
        var members = state.Members.Select(member => Json(member, !state.Unreachable.Contains(member))).OrderBy(member => member.Address, StringComparer.Ordinal);
        return TypedResults.Ok(new ClusterJson(life.Cluster.SelfAddress.ToString(), state.Leader?.ToString(), [.. members]));
    }

    private static async Task<IResult> ShardsAsync(Membership membership, CancellationToken cancellation)
    {
        if (membership.Life is not { } life) return NoCluster();
        try
        {
            var stats = await life.Region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Patience), 2 * Patience, cancellation).ConfigureAwait(false);
            var shards = from region in stats.Regions
                         from shard in region.Value.Stats
                         orderby shard.Key.Length, shard.Key
                         select new ShardJson(shard.Key, region.Key.ToString(), shard.Value);
            return TypedResults.Ok<IReadOnlyList<ShardJson>>([.. shards]);
        }
        catch (AskTimeoutException)
        {
            return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "the control nodes do not say where the shards are");
        }
    }

    private static MemberJson Json(Member member, bool isReachable) => new(
        member.Address.ToString(), member.Status.ToString(), isReachable,
        [.. member.Roles.Where(role => role is "control" or "edge" or "admin").Order(StringComparer.Ordinal)], EdgeNeighbours.Names(member).FirstOrDefault());

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult NoCluster() =>
        ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "this process is no member of a cluster at the moment");
}
