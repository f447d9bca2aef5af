namespace DsMip.Linux.Netlink;

public sealed partial class RouteNetlink
{
    private const byte StaticProtocol = 4; // RTPROT_STATIC

    /// <summary>Routes of one table; empty if there is no such table.</summary>
    public List<Route> GetRoutes(IpFamily family, uint table = Route.MainTable)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.GetRoute, RequestFlag.Dump);
        writer.Body(new RouteHeader { Family = (byte)family });
        writer.Attribute(RouteAttribute.Table, table);
        var routes = _kernel.Dump<Route>(writer.Finish(), $"listing {family} routes of table {table}", RouteReader.Read);
        // A kernel that does not know strict checks sends all tables.
        routes.RemoveAll(route => route.Table != table);
        return routes;
    }

    public void AddRoute(Route route) => ChangeRoute(MessageType.NewRoute, RequestFlag.Create | RequestFlag.Exclusive, route, "adding");

    /// <summary>Adds the route, or replaces the one with the same destination, table and metric.</summary>
    public void EnsureRoute(Route route) => ChangeRoute(MessageType.NewRoute, RequestFlag.Create | RequestFlag.Replace, route, "adding");

    public void DeleteRoute(Route route) => ChangeRoute(MessageType.DeleteRoute, 0, route, "deleting");

    public void EnsureNoRoute(Route route) =>
        ChangeRoute(MessageType.DeleteRoute, 0, route, "deleting", Errno.ESRCH, Errno.ENOENT, Errno.ENODEV);

    private void ChangeRoute(ushort type, int flags, Route route, string verb, params ReadOnlySpan<Errno> tolerated)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], type, flags | RequestFlag.Acknowledge);
        writer.Body(new RouteHeader
        {
            Family = (byte)route.Family,
            DestinationLength = (byte)route.Destination.Length,
            Protocol = type == MessageType.NewRoute ? StaticProtocol : (byte)0,
            Scope = type == MessageType.NewRoute ? ScopeOf(route) : RouteAttribute.ScopeNowhere,
            Type = (byte)route.Type,
        });
        if (route.Destination.Length > 0) writer.Attribute(RouteAttribute.Destination, route.Destination.Address);
        if (route.InterfaceIndex != 0) writer.Attribute(RouteAttribute.OutputInterface, (uint)route.InterfaceIndex);
        if (!route.Gateway.IsNone) writer.Attribute(RouteAttribute.Gateway, route.Gateway);
        if (!route.PreferredSource.IsNone) writer.Attribute(RouteAttribute.PreferredSource, route.PreferredSource);
        if (route.Metric != 0) writer.Attribute(RouteAttribute.Metric, route.Metric);
        writer.Attribute(RouteAttribute.Table, route.Table);
        _kernel.Change(writer.Finish(), $"{verb} route {route}", tolerated);
    }

    /// <summary>IPv4 only cares: a destination without a gateway is on the link.</summary>
    private static byte ScopeOf(Route route) => route.Type switch
    {
        RouteType.Local => RouteAttribute.ScopeHost,
        RouteType.Unicast when route.Family == IpFamily.Ipv4 && route.Gateway.IsNone => RouteAttribute.ScopeLink,
        _ => RouteAttribute.ScopeUniverse,
    };
}
