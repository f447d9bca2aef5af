using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.Wire;

namespace DsMip.MobileNode.Discovery;

/// <summary>From where the home link is asked: an address of an IPv6 network, or of the home link itself.</summary>
internal readonly record struct DiscoverySource(Ipv6Address Address, Link Link)
{
    /// <summary>Null: there is no such address now.</summary>
    public static DiscoverySource? Of(LinkSnapshot snapshot, MobileNodeOptions options)
    {
        var sources =
            from link in snapshot.Links
            where link.IsRunning && !link.IsLoopback && link.Name != options.TunnelInterface
            where options.Interfaces.IsEmpty || options.Interfaces.Contains(link.Name)
            from address in snapshot.AddressesOf(link.Index)
            where address.IsUsable && address.Address.IsIpv6 && address.Address.IsUnicastRoutable
            let atHome = options.HomePrefix.Contains(address.Address.AsIpv6) && address.PrefixLength < 128
            let route = snapshot.DefaultRoutes.Cast<DefaultRoute?>().FirstOrDefault(r => r!.Value.Family == IpFamily.Ipv6 && r.Value.InterfaceIndex == link.Index)
            where atHome || route is not null
            orderby atHome descending, (address.Flags & AddressFlags.Temporary) != 0, route?.Metric
            select (DiscoverySource?)new DiscoverySource(address.Address.AsIpv6, link);
        return sources.FirstOrDefault();
    }
}
