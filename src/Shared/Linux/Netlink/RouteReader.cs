using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>Reads RTM_NEWROUTE.</summary>
internal static class RouteReader
{
    internal static void Read(in NetlinkReader message, List<Route> into)
    {
        if (message.Header.Type != MessageType.NewRoute || !message.TryBody(out RouteHeader header, out var attributes)) return;
        if ((IpFamily)header.Family is not (IpFamily.Ipv4 or IpFamily.Ipv6) || (header.Flags & RouteAttribute.Cloned) != 0) return;
        var family = (IpFamily)header.Family;
        var route = new Route(family == IpFamily.Ipv4 ? NetworkPrefix.DefaultIpv4 : NetworkPrefix.DefaultIpv6)
        {
            Table = header.Table,
            Type = (RouteType)header.Type,
            IsDown = IsDown(header.Flags),
        };
        ReadOnlySpan<byte> multipath = default;
        while (attributes.MoveNext())
        {
            if (attributes.Type == RouteAttribute.Multipath) multipath = attributes.Data;
            else route = Apply(route, attributes, header.DestinationLength);
        }
        if (multipath.IsEmpty) into.Add(route);
        else AddNextHops(route, multipath, into);
    }

    private static Route Apply(Route route, in NetlinkAttributes attribute, byte destinationLength) => attribute.Type switch
    {
        RouteAttribute.Destination => route with { Destination = NetworkPrefix.Of(route.Family, attribute.Address, destinationLength) },
        RouteAttribute.OutputInterface => route with { InterfaceIndex = (int)attribute.Number },
        RouteAttribute.Gateway => route with { Gateway = attribute.Address },
        RouteAttribute.Via => route with { Gateway = Via(attribute.Data) },
        RouteAttribute.Metric => route with { Metric = attribute.Number },
        RouteAttribute.PreferredSource => route with { PreferredSource = attribute.Address },
        RouteAttribute.Table => route with { Table = attribute.Number },
        _ => route,
    };

    private static void AddNextHops(Route route, ReadOnlySpan<byte> nextHops, List<Route> into)
    {
        while (nextHops.Length >= Unsafe.SizeOf<NextHopHeader>())
        {
            var header = MemoryMarshal.Read<NextHopHeader>(nextHops);
            if (header.Length < Unsafe.SizeOf<NextHopHeader>() || header.Length > nextHops.Length) return;
            var hop = route with { InterfaceIndex = header.Index, IsDown = IsDown(header.Flags) };
            var attributes = new NetlinkAttributes(nextHops[Unsafe.SizeOf<NextHopHeader>()..header.Length]);
            while (attributes.MoveNext()) hop = Apply(hop, attributes, 0);
            into.Add(hop);
            nextHops = nextHops[Math.Min(nextHops.Length, header.Length + 3 & ~3)..];
        }
    }

    /// <summary>struct rtvia: a gateway of the other family, the family's number first.</summary>
    private static IpAddress Via(ReadOnlySpan<byte> via) => via.Length switch
    {
        2 + Ipv4Address.Size => Ipv4Address.Read(via[2..]),
        2 + Ipv6Address.Size => Ipv6Address.Read(via[2..]),
        _ => IpAddress.None,
    };

    private static bool IsDown(uint flags) => (flags & (RouteAttribute.Dead | RouteAttribute.LinkDown)) != 0;
}
