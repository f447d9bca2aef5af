using System.Collections.Immutable;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>
/// What is bound, as far as its block is this edge's: of several edges on one home link one answers. Nothing is remembered beside the binding table, so
/// that interception ends with the binding.
/// </summary>
internal sealed class ProxiedAddresses(HomeAgentOptions options, BindingTable table, BlockAnnouncer blocks) : IProxiedAddresses
{
    /// <summary>Of this edge, now.</summary>
    public ImmutableHashSet<HomeBlock> Owned => blocks.Owned;

    public bool Contains(IpAddress address, DateTimeOffset now, out bool isRouter)
    {
        isRouter = false;
        if (address.IsIpv4) return table.TryFind(address.AsIpv4, now, out _) && IsOwned(address);
        var isLinkLocal = address.AsIpv6.IsLinkLocal;
        var home = isLinkLocal ? OfSameIdentifier(address.AsIpv6) : address.AsIpv6;
        if (!table.TryFindEntry(home, out var entry) || entry.Expires <= now || !IsOwned(home)) return false;
        isRouter = entry.Home.IsMobileRouter;
        return !isLinkLocal || entry.Home.CoversLinkLocal;
    }

    public bool IsOwned(IpAddress address)
    {
        foreach (var block in blocks.Owned)
            if (block.Contains(address)) return true;
        return false;
    }

    /// <summary>Bindings in force in a block.</summary>
    public IEnumerable<HomeAddresses> BoundIn(IReadOnlySet<HomeBlock> some, DateTimeOffset now) =>
        from entry in table.Entries()
        where entry.Expires > now && some.Any(block => block.Contains(entry.Home.Ipv6) || (entry.Home.HasIpv4 && block.Contains(entry.Home.Ipv4)))
        select entry.Home;

    /// <summary>The home address with the interface identifier of a link-local address.</summary>
    private Ipv6Address OfSameIdentifier(Ipv6Address linkLocal) =>
        new((options.HomePrefix.Address.Value >> 64 << 64) + (ulong)linkLocal.Value);
}
