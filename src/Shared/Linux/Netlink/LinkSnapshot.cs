using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>A default route of the main table.</summary>
/// <param name="Gateway"><see cref="IpAddress.None"/> on a point-to-point link.</param>
public readonly record struct DefaultRoute(IpFamily Family, int InterfaceIndex, IpAddress Gateway, uint Metric);

/// <summary>What a mobile node can attach to at one moment. Two snapshots of the same state are equal; lifetimes do not count.</summary>
public sealed class LinkSnapshot : IEquatable<LinkSnapshot>
{
    public LinkSnapshot(IEnumerable<Link> links, IEnumerable<InterfaceAddress> addresses, IEnumerable<DefaultRoute> defaultRoutes)
    {
        Links = [.. links.OrderBy(link => link.Index)];
        Addresses = [.. addresses.OrderBy(address => address.InterfaceIndex).ThenBy(address => address.Address.Mapped)];
        DefaultRoutes = [.. defaultRoutes.OrderBy(r => r.Family).ThenBy(r => r.Metric).ThenBy(r => r.InterfaceIndex).ThenBy(r => r.Gateway.Mapped)];
    }

    /// <summary>By interface index.</summary>
    public ImmutableArray<Link> Links { get; }

    /// <summary>By interface index, then address.</summary>
    public ImmutableArray<InterfaceAddress> Addresses { get; }

    /// <summary>By family, then metric: the preferred one of a family first. Those over a link that is not running are left out.</summary>
    public ImmutableArray<DefaultRoute> DefaultRoutes { get; }

    public static LinkSnapshot Take(RouteNetlink kernel)
    {
        var links = kernel.GetLinks();
        // The kernel marks routes of a link without carrier too, but up to a second later.
        var running = links.Where(link => link.IsRunning).Select(link => link.Index).ToHashSet();
        var routes = kernel.GetRoutes(IpFamily.Ipv4).Concat(kernel.GetRoutes(IpFamily.Ipv6));
        return new LinkSnapshot(links, TakeAddresses(kernel), DefaultRoutesAmong(routes).Where(route => running.Contains(route.InterfaceIndex)));
    }

    public Link? Find(string name) => Links.Cast<Link?>().FirstOrDefault(link => link!.Value.Name == name);

    public Link? Find(int interfaceIndex) => Links.Cast<Link?>().FirstOrDefault(link => link!.Value.Index == interfaceIndex);

    public IEnumerable<InterfaceAddress> AddressesOf(int interfaceIndex) => Addresses.Where(address => address.InterfaceIndex == interfaceIndex);

    public bool Equals(LinkSnapshot? other) => other is not null && Links.AsSpan().SequenceEqual(other.Links.AsSpan())
        && Addresses.AsSpan().SequenceEqual(other.Addresses.AsSpan()) && DefaultRoutes.AsSpan().SequenceEqual(other.DefaultRoutes.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as LinkSnapshot);

    public override int GetHashCode() => HashCode.Combine(Links.Length, Addresses.Length, DefaultRoutes.Length);

    /// <summary>
    /// The kernel tells of a new IPv6 address before its local route is there. What is answered in between, as by a neighbour on the same
    /// machine or link, is not for us yet: the address counts as tentative until its route has come, which the monitor tells as well.
    /// </summary>
    private static IEnumerable<InterfaceAddress> TakeAddresses(RouteNetlink kernel)
    {
        var local = kernel.GetRoutes(IpFamily.Ipv6, Route.LocalTable).Where(route => route.Type == RouteType.Local).Select(route => route.Destination.Address).ToHashSet();
        return kernel.GetAddresses().Select(address => address.Family == IpFamily.Ipv4 || local.Contains(address.Address)
            ? address
            : address with { Flags = address.Flags | AddressFlags.Tentative });
    }

    private static IEnumerable<DefaultRoute> DefaultRoutesAmong(IEnumerable<Route> routes) =>
        from route in routes
        where route is { Destination.Length: 0, Type: RouteType.Unicast, IsDown: false }
        select new DefaultRoute(route.Family, route.InterfaceIndex, route.Gateway, route.Metric);
}
