using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using DsMip.Wire;

namespace DsMip.MobileNode.Network;

/// <summary>
/// What the kernel is told: home addresses on the TUN, always; and while away, payload into the TUN. In order of preference:
/// <code>
/// 4189  from a care-of address             main    who asks for the care-of address gets it: DHCP, ssh to it
/// 4190  all, without default routes        main    neighbours on the link are reached directly
/// 4191  all but what we mark as our own    4191    default dev dsmip0 src home address
/// </code>
/// All of it goes at the end, and at a start what a crash left.
/// </summary>
internal sealed class MobilityRouting : IDisposable
{
    /// <summary>Mark of frames that the daemon sends itself, number of the routing table and of the last rule: the port of RFC 5555.</summary>
    public const uint Mark = Port.DsMip;

    private const uint Table = Port.DsMip;
    private const uint CareOfPriority = Port.DsMip - 2;
    private const uint OnLinkPriority = Port.DsMip - 1;
    private const uint TunnelPriority = Port.DsMip;

    private readonly RouteNetlink _kernel;
    private readonly TunDevice _tun;
    private readonly Ipv6Address _homeAddress;
    private readonly HashSet<IpAddress> _careOf = [];
    private Ipv4Address? _ipv4HomeAddress;
    private bool _away;

    /// <exception cref="LinuxException">CAP_NET_ADMIN is missing, or something the kernel refuses.</exception>
    public MobilityRouting(RouteNetlink kernel, TunDevice tun, MobileNodeOptions options)
    {
        (_kernel, _tun, _homeAddress) = (kernel, tun, options.HomeAddress);
        RemoveRules();
        Quieten(tun.Name);
        kernel.SetMtu(tun.InterfaceIndex, options.TunnelMtu);
        kernel.SetUp(tun.InterfaceIndex);
        kernel.EnsureAddress(HostAddress(_homeAddress) with { Flags = AddressFlags.NoDad });
        if (options.Ipv4HomeAddress is { IsUnspecified: false } ipv4) AssignIpv4(ipv4);
    }

    /// <summary>The IPv4 home address, which may be known only after the first registration.</summary>
    public void AssignIpv4(Ipv4Address address)
    {
        if (_ipv4HomeAddress == address) return;
        WithdrawIpv4();
        _ipv4HomeAddress = address;
        _kernel.EnsureAddress(HostAddress(address));
        if (_away) RouteIntoTunnel(address);
    }

    /// <summary>A dynamic IPv4 home address that is not ours any more.</summary>
    public void WithdrawIpv4()
    {
        if (_ipv4HomeAddress is not { } address) return;
        _ipv4HomeAddress = null;
        RemoveRules(IpFamily.Ipv4);
        _kernel.EnsureNoAddress(HostAddress(address));
    }

    public void LeaveHome()
    {
        _away = true;
        RouteIntoTunnel(_homeAddress);
        if (_ipv4HomeAddress is { } address) RouteIntoTunnel(address);
        foreach (var careOf in _careOf) _kernel.EnsureRule(CareOfRule(careOf));
    }

    public void ReturnHome()
    {
        _away = false;
        RemoveRules();
    }

    /// <summary>Addresses that packets may be sent from past the tunnel.</summary>
    public void SetCareOfAddresses(IEnumerable<CareOfCandidate> candidates)
    {
        var wanted = candidates.Where(candidate => !candidate.AtHome).Select(candidate => candidate.Address).ToHashSet();
        foreach (var gone in _careOf.Except(wanted).ToArray())
        {
            _careOf.Remove(gone);
            _kernel.EnsureNoRule(CareOfRule(gone));
        }
        foreach (var added in wanted.Except(_careOf).ToArray())
        {
            _careOf.Add(added);
            if (_away) _kernel.EnsureRule(CareOfRule(added));
        }
    }

    /// <summary>Addresses and routes of the TUN go with it.</summary>
    public void Dispose() => RemoveRules();

    private void RouteIntoTunnel(IpAddress homeAddress)
    {
        var destination = homeAddress.IsIpv4 ? NetworkPrefix.DefaultIpv4 : NetworkPrefix.DefaultIpv6;
        var family = destination.Family;
        _kernel.EnsureRoute(new Route(destination) { Table = Table, InterfaceIndex = _tun.InterfaceIndex, PreferredSource = homeAddress });
        _kernel.EnsureRule(new RoutingRule(family, OnLinkPriority) { SuppressPrefixLength = 0 });
        _kernel.EnsureRule(new RoutingRule(family, TunnelPriority) { Mark = Mark, Not = true, Table = Table });
    }

    private void RemoveRules()
    {
        RemoveRules(IpFamily.Ipv4);
        RemoveRules(IpFamily.Ipv6);
    }

    private void RemoveRules(IpFamily family)
    {
        foreach (var rule in _kernel.GetRules(family))
            if (rule.Priority is >= CareOfPriority and <= TunnelPriority) _kernel.EnsureNoRule(rule);
    }

    private static RoutingRule CareOfRule(IpAddress address)
    {
        var host = NetworkPrefix.Host(address);
        return new RoutingRule(host.Family, CareOfPriority) { Source = host };
    }

    private InterfaceAddress HostAddress(IpAddress address) => new(_tun.InterfaceIndex, address, address.IsIpv4 ? 32 : 128);

    /// <summary>The TUN needs no link-local address, and so no router is solicited through it. Packets come back through it from anywhere.</summary>
    private static void Quieten(string tun)
    {
        Sysctl.Ensure($"net/ipv6/conf/{tun}/addr_gen_mode", "1");
        Sysctl.Ensure($"net/ipv6/conf/{tun}/accept_ra", "0");
        Sysctl.Ensure($"net/ipv4/conf/{tun}/rp_filter", "2");
    }
}
