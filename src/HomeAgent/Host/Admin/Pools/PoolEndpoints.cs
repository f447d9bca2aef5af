using DsMip.HomeAgent.Admin.MobileNodes;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Prefixes;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.Pools;

/// <summary><c>/api/v1/home-prefixes</c> and <c>/api/v1/ipv4-pools</c>: what there is of addresses, and what of it is used.</summary>
internal static class PoolEndpoints
{
    public static void MapPools(this IEndpointRouteBuilder api)
    {
        api.MapGet("/home-prefixes", PrefixesAsync).WithName("listHomePrefixes").WithSummary("Prefixes of the home link").WithTags("Addresses").Produces<IReadOnlyList<HomePrefixJson>>();
        api.MapGet("/ipv4-pools", PoolsAsync).WithName("listIpv4Pools").WithSummary("What IPv4 home addresses and prefixes are leased from").WithTags("Addresses")
            .Produces<IReadOnlyList<PoolJson>>();
    }

    private static async Task<IResult> PrefixesAsync(
        HomePrefixTable table, UnstoredMobileNodes unstored, StoredMobileNodes stored, BindingCounts bindings, TimeProvider clock, CancellationToken cancellation)
    {
        var (now, prefixes) = (clock.GetUtcNow(), table.Prefixes.All.ToArray());
        var counts = await bindings.ReadAsync([.. prefixes.Select(one => one.Prefix)], cancellation).ConfigureAwait(false);
        Ipv6Address[] homes = [.. unstored.HomeAddresses, .. stored.All.Select(node => node.HomeAddress)];
        return TypedResults.Ok<IReadOnlyList<HomePrefixJson>>([.. prefixes.Select(one => Json(one, now, homes, counts[one.Prefix]))]);
    }

    private static HomePrefixJson Json(HomeNetworkPrefix one, DateTimeOffset now, Ipv6Address[] homes, int bindings) => new(
        one.Prefix.ToString(), Seconds(one.ValidFor(now)), Seconds(one.PreferredFor(now)), one.OnLink, one.Autonomous, one.RouterAddress?.ToString(),
        homes.Count(one.Prefix.Contains), bindings);

    private static long? Seconds(TimeSpan left) => left == TimeSpan.MaxValue ? null : (long)left.TotalSeconds;

    private static async Task<IResult> PoolsAsync(HomeAgentOptions options, IServiceProvider services, CancellationToken cancellation)
    {
        var pools = new List<PoolJson>();
        if (options.Ipv4Pool is { } addresses)
        {
            var leases = await services.GetRequiredService<IIpv4LeaseStore>().InForceAsync(cancellation).ConfigureAwait(false);
            var reserved = Ipv4Reservations.Of(options).Where(addresses.Contains).Distinct().Count();
            pools.Add(new PoolJson("addresses", [addresses.ToString()!], addresses.Size, reserved, leases.Count, leases.Count));
        }
        if (options.Ipv4PrefixPools is { } prefixes)
        {
            var leases = await services.GetRequiredKeyedService<IIpv4LeaseStore>(Stores.PrefixLeases).InForceAsync(cancellation).ConfigureAwait(false);
            pools.Add(new PoolJson("prefixes", [.. prefixes.Pools.Select(prefix => prefix.ToString())], prefixes.Pools.Sum(Size), 0, leases.Count, leases.Values.Sum(Size)));
        }
        return TypedResults.Ok<IReadOnlyList<PoolJson>>(pools);
    }

    private static long Size(Ipv4Prefix prefix) => 1L << (32 - prefix.Length);
}
