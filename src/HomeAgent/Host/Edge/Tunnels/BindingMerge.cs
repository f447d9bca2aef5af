using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// A stored binding goes into the table beside what control nodes say meanwhile. The version of a row is that of the tunnel that follows from it, so
/// that the order does not matter; that there is no tunnel any more has a version, too.
/// </summary>
/// <remarks>
/// Most rows of a large store may be bindings that ended long ago. They leave nothing behind, unless the table holds an older tunnel. A recent end is
/// remembered: a message about the tunnel before it may still be under way.
/// </remarks>
internal sealed class BindingMerge(HomeAgentOptions options, IMobileNodeDirectory directory, BindingTable table, IDatapath datapath)
{
    /// <summary>No message is under way for longer.</summary>
    private static readonly TimeSpan LatestMessage = TimeSpan.FromMinutes(10);

    public MergedRow Apply(StoredBinding row, DateTimeOffset now)
    {
        if (row.State is not { } state) return MergedRow.Unreadable;
        if (state.Entry is { Deregistered: false } && !directory.Contains(state.HomeAddress)) return MergedRow.Stranger;
        var revised = state.Entry is { } entry ? TunnelRevision.Revise(entry, options, directory) : null;
        // An expired one forwards nothing, and it is there if the clock turns out to be wrong.
        if (revised is { Tunnel: { } tunnel } && revised.Expires + ExpiredBindings.Grace > now)
        {
            datapath.Put(revised.HomeAddresses, tunnel, row.Version, revised.Expires);
            return revised.Expires > now ? MergedRow.Tunnel : MergedRow.Nothing;
        }
        var endedLately = state.Entry is { } ended && ended.Expires + LatestMessage > now;
        if (endedLately || (table.TryFindVersion(state.HomeAddress, out var known) && known <= row.Version))
            datapath.Remove(state.Entry?.HomeAddresses ?? new HomeAddresses(state.HomeAddress, default), row.Version);
        return MergedRow.Nothing;
    }
}

/// <summary>What a row of the store was.</summary>
internal enum MergedRow
{
    /// <summary>No tunnel in force.</summary>
    Nothing,

    Tunnel,

    /// <summary>Left out: it cannot be read.</summary>
    Unreadable,

    /// <summary>Left out: no such mobile node is known here. Either it is not served any more, or this edge has not heard of it yet.</summary>
    Stranger,
}
