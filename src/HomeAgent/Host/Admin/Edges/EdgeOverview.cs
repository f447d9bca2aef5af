using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin.Edges;

/// <summary>All edges that are configured or there, asked how they are.</summary>
internal sealed class EdgeOverview(HomeAgentOptions options, Membership membership, IEdgeDrainStore drains)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly BlockOwnership _ownership = new(options);

    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task<IReadOnlyList<EdgeJson>> ReadAsync(CancellationToken cancellation)
    {
        var drained = (await drains.ReadAsync(cancellation).ConfigureAwait(false)).ToDictionary(edge => edge.Name);
        var members = Members().ToLookup(one => one.Name);
        var names = Configured().Concat(members.Select(group => group.Key)).Distinct();
        return await Task.WhenAll(names.Select(name => ReadAsync(name, members[name].FirstOrDefault(), drained.GetValueOrDefault(name), cancellation))).ConfigureAwait(false);
    }

    /// <summary>Who should have the block of a home address, by who is there and not drained.</summary>
    /// <returns>From a home address to the name of an edge, or null.</returns>
    public async Task<Func<Wire.IpAddress, string?>> OwnersAsync(CancellationToken cancellation)
    {
        var present = Members().Where(one => one.IsReachable).Select(one => one.Name).ToHashSet();
        var drained = (await drains.ReadAsync(cancellation).ConfigureAwait(false)).Select(edge => edge.Name).ToHashSet();
        var serving = present.Except(drained).ToHashSet();
        return home => _ownership.OwnerOf(home, serving.Count > 0 ? serving : present);
    }

    private IEnumerable<string> Configured() => options.Edges.IsEmpty ? [] : options.Edges.Select(edge => edge.Name);

    private IEnumerable<EdgeMember> Members()
    {
        if (membership.Life is not { } life) return [];
        var state = life.Cluster.State;
        return from member in state.Members
               where member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving
               from name in EdgeNeighbours.Names(member)
               select new EdgeMember(name, member.Address, !state.Unreachable.Contains(member));
    }

    private async Task<EdgeJson> ReadAsync(string name, EdgeMember? member, DrainedEdge? drained, CancellationToken cancellation)
    {
        var report = member is { IsReachable: true } ? await AskAsync(member.Address, cancellation).ConfigureAwait(false) : null;
        IReadOnlyList<string> blocks = [.. _ownership.BlocksOf(name).Select(block => block.ToString())];
        return new EdgeJson(
            name, member is null ? "absent" : member.IsReachable ? "up" : "unreachable", member?.Address.ToString(), report?.IsLoaded, blocks,
            report is null ? null : [.. report.Announced.Order(StringComparer.Ordinal)], report?.Bindings,
            drained is null ? null : new DrainJson(drained.Since, drained.Actor, report is { IsDrained: true, Announced.IsEmpty: true }));
    }

    private async Task<EdgeReport?> AskAsync(Address address, CancellationToken cancellation)
    {
        if (membership.Life is not { } life) return null;
        try
        {
            return await EdgeActors.At(life.System, address, EdgeNeighbours.Name).Ask<EdgeReport>(EdgeQuestion.Instance, Patience, cancellation).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private sealed record EdgeMember(string Name, Address Address, bool IsReachable);
}
