using DsMip.Configuration;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Network;

/// <summary>
/// What the kernel is told: home addresses on the TUN, always; at home they are on the home link as well; and while away, payload into the
/// TUN. In order of preference:
/// <code>
/// 4186  to our mobile network, no defaults main    what is behind us is reached directly
/// 4187  from our mobile network      4191          what comes from it goes by the tunnel, and by nothing else
/// 4188  by the TUN itself, always          4191    with the kernel's IPsec: signalling to the home agent passes the TUN in every state
/// 4188  home address to home agent   4191    with the kernel's IPsec: key exchange and what it protects, even if a neighbour's route is shorter
/// 4189  from another address of the node   main    who asks for a care-of address gets it: DHCP, ssh to it
/// 4190  all, without default routes        main    neighbours on the link are reached directly
/// 4191  all but what we mark as our own    4191    default dev dsmip0 src home address
/// </code>
/// What somebody else takes away is put back. All of it goes at the end, and at a start what a crash left.
/// </summary>
internal sealed class MobilityRouting : IDisposable
{
    /// <summary>Mark of frames that the daemon sends itself, number of the routing table and of the last rule: the port of RFC 5555.</summary>
    public const uint Mark = Port.DsMip;

    private const uint Table = Port.DsMip;
    private const uint ToNetworkPriority = Port.DsMip - 5;
    private const uint FromNetworkPriority = Port.DsMip - 4;
    private const uint SignallingPriority = Port.DsMip - 3;
    private const uint OtherAddressPriority = Port.DsMip - 2;
    private const uint OnLinkPriority = Port.DsMip - 1;
    private const uint TunnelPriority = Port.DsMip;

    // In every network namespace (LOOPBACK_IFINDEX).
    private const int Loopback = 1;

    // The second flag tells our addresses from those of others, and source address selection that it is a home address.
    private const AddressFlags OnHomeLink = AddressFlags.NoDad | AddressFlags.HomeAddress;

    private readonly RouteNetlink _kernel;
    private readonly TunDevice _tun;
    private readonly ILogger _logger;
    private readonly Ipv6Address _homeAddress;
    private readonly Ipv6Address? _signallingTo;
    private readonly MobileNetworks? _networks;
    private readonly int _mtu;
    private LinkSnapshot _seen = new([], [], []);
    private readonly Ipv4Address? _staticIpv4;
    private Ipv4Address? _ipv4HomeAddress;

    // What the operator had put on the home link, and the kernel had refused.
    private readonly List<InterfaceAddress> _replaced = [];
    private string? _problem;

    // Null: not known yet.
    private bool? _away;
    private bool _disposed;

    /// <exception cref="LinuxException">CAP_NET_ADMIN is missing, or something the kernel refuses.</exception>
    public MobilityRouting(RouteNetlink kernel, TunDevice tun, MobileNodeOptions options, ILogger logger)
    {
        (_kernel, _tun, _logger, _homeAddress, _mtu, _networks) = (kernel, tun, logger, options.HomeAddress, options.TunnelMtu, options.Router?.Settings.Networks);
        if (options.Ipv4HomeAddress is { IsUnspecified: false } ipv4) (_ipv4HomeAddress, _staticIpv4) = (ipv4, ipv4);
        if (options.Ipsec == IpsecImplementation.Kernel) _signallingTo = options.HomeAgentAddress;
        Quieten(tun.Name);
        Apply();
    }

    /// <summary>The IPv4 home address, which may be known only after the first registration.</summary>
    public void AssignIpv4(Ipv4Address address)
    {
        if (_ipv4HomeAddress == address) return;
        WithdrawIpv4();
        _ipv4HomeAddress = address;
        Reconcile();
    }

    /// <summary>An IPv4 home address that is not ours any more.</summary>
    public void WithdrawIpv4()
    {
        if (_ipv4HomeAddress is not { } address) return;
        _ipv4HomeAddress = null;
        Guard(() => _kernel.EnsureNoAddress(HostAddress(address)));
        Reconcile();
    }

    public void LeaveHome()
    {
        _away = true;
        Reconcile();
    }

    public void ReturnHome()
    {
        _away = false;
        Reconcile();
    }

    /// <summary>What we have put on a link that is the home link no longer is taken away there.</summary>
    /// <param name="homeLink">Null: none.</param>
    public void LeaveHomeLinkExcept(int? homeLink) => Guard(() =>
    {
        foreach (var old in _kernel.GetAddresses().Where(IsOursOnALink).Where(address => address.InterfaceIndex != homeLink)) _kernel.EnsureNoAddress(old);
    });

    /// <summary>
    /// On the home link the IPv6 home address answers there. The kernel asks nobody whether it is in use (RFC 6275 11.5.5): the home agent would say so. To
    /// be called when the home agent has been sent word, so that its answer finds us.
    /// </summary>
    public void TakeHomeLink(int homeLink) => Guard(() =>
    {
        var present = _kernel.GetAddresses().Where(address => address.Address == _homeAddress && address.InterfaceIndex == homeLink).ToArray();
        var refused = present.Where(address => (address.Flags & AddressFlags.DadFailed) != 0).ToArray();
        if (present.Length > refused.Length) return;
        foreach (var address in refused)
        {
            _kernel.EnsureNoAddress(address);
            // One that has a lifetime comes again by itself.
            if ((address.Flags & AddressFlags.Permanent) != 0) _replaced.Add(address with { Flags = address.Flags & AddressFlags.NoPrefixRoute });
        }
        var length = refused.Length > 0 ? refused[0].PrefixLength : 128;
        _kernel.EnsureAddress(new InterfaceAddress(homeLink, _homeAddress, length, OnHomeLink));
    });

    /// <summary>The same for the IPv4 home address, if it is ours without a binding; one that is leased is not.</summary>
    /// <returns>Null: there is none.</returns>
    public Ipv4Address? TakeHomeLinkIpv4(int homeLink)
    {
        if (_staticIpv4 is not { } address) return null;
        Guard(() =>
        {
            if (!_kernel.GetAddresses().Any(known => known.InterfaceIndex == homeLink && known.Address == address))
                _kernel.EnsureAddress(HostAddress(address) with { InterfaceIndex = homeLink });
        });
        return address;
    }

    /// <summary>Puts back what is missing, and follows the addresses of the node.</summary>
    public void Reconcile(LinkSnapshot seen)
    {
        _seen = seen;
        Reconcile();
    }

    /// <summary>Tries again what the kernel refused before, if anything.</summary>
    public void RetryRefused()
    {
        if (_problem is not null) Reconcile();
    }

    /// <summary>Addresses and routes of the TUN go with it. What was replaced on the home link is put back.</summary>
    public void Dispose()
    {
        (_away, _disposed) = (false, true);
        LeaveHomeLinkExcept(null);
        Guard(() => _replaced.ForEach(address => _kernel.EnsureAddress(address)));
        ApplyRules(IpFamily.Ipv4);
        ApplyRules(IpFamily.Ipv6);
    }

    private void Reconcile()
    {
        if (Guard(Apply)) _problem = null;
    }

    private bool Guard(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (LinuxException e)
        {
            if (e.Message != _problem) _logger.LogWarning("{Problem}", e.Message);
            _problem = e.Message;
            return false;
        }
    }

    // Nothing that is there is set again: the kernel would tell of each change, and that leads back to here.
    private void Apply()
    {
        ApplyLink();
        ApplyAddress(HostAddress(_homeAddress) with { Flags = AddressFlags.NoDad });
        if (_ipv4HomeAddress is { } ipv4) ApplyAddress(HostAddress(ipv4));
        if (_signallingTo is { } homeAgent) ApplyRoute(NetworkPrefix.Host(homeAgent), _homeAddress);
        if (_away == true) ApplyRoute(NetworkPrefix.DefaultIpv6, _homeAddress);
        if (_away == true && (_ipv4HomeAddress is not null || _networks is { Ipv4.Count: > 0 })) ApplyRoute(NetworkPrefix.DefaultIpv4, _ipv4HomeAddress ?? IpAddress.None);
        ApplyRules(IpFamily.Ipv6);
        ApplyRules(IpFamily.Ipv4);
    }

    private void ApplyLink()
    {
        var link = _seen.Find(_tun.InterfaceIndex);
        if (link?.Mtu != _mtu) _kernel.SetMtu(_tun.InterfaceIndex, _mtu);
        if (link is not { IsUp: true }) _kernel.SetUp(_tun.InterfaceIndex);
    }

    private void ApplyAddress(InterfaceAddress address)
    {
        if (!_seen.AddressesOf(_tun.InterfaceIndex).Any(known => known.Address == address.Address)) _kernel.EnsureAddress(address);
    }

    private void ApplyRoute(NetworkPrefix destination, IpAddress homeAddress)
    {
        var known = _kernel.GetRoutes(destination.Family, Table);
        if (known.Any(route => route.Destination == destination && route.InterfaceIndex == _tun.InterfaceIndex && route.PreferredSource == homeAddress)) return;
        _kernel.EnsureRoute(new Route(destination) { Table = Table, InterfaceIndex = _tun.InterfaceIndex, PreferredSource = homeAddress });
    }

    private void ApplyRules(IpFamily family)
    {
        var missing = Rules(family).ToHashSet();
        foreach (var rule in _kernel.GetRules(family).Where(rule => rule.Priority is >= ToNetworkPriority and <= TunnelPriority))
            if (!missing.Remove(rule)) _kernel.EnsureNoRule(rule);
        foreach (var rule in missing) _kernel.EnsureRule(rule);
    }

    private IEnumerable<RoutingRule> Rules(IpFamily family)
    {
        if (_disposed) return [];
        var away = _away == true ? RulesAway(family) : [];
        return _signallingTo is not { } homeAgent || family != IpFamily.Ipv6 ? away : away.Concat(SignallingRules(homeAgent));
    }

    // Frames of the daemon come from a care-of address, and at home from the home address: then the second one is not there. It is as long as nobody
    // knows where the node is: charon begins as soon as it has the connection, and what it sends is for the tunnel or for nobody.
    private IEnumerable<RoutingRule> SignallingRules(Ipv6Address homeAgent)
    {
        var rule = new RoutingRule(IpFamily.Ipv6, SignallingPriority) { Table = Table };
        yield return rule with { OutputInterface = _tun.Name };
        if (_away != false) yield return rule with { Source = NetworkPrefix.Host(_homeAddress), Destination = NetworkPrefix.Host(homeAgent) };
    }

    private IEnumerable<RoutingRule> RulesAway(IpFamily family)
    {
        foreach (var prefix in NetworksOf(family))
        {
            yield return new RoutingRule(family, ToNetworkPriority) { Destination = prefix, SuppressPrefixLength = 0 };
            yield return new RoutingRule(family, FromNetworkPriority) { Source = prefix, Table = Table };
        }
        foreach (var address in _seen.Addresses.Where(address => address.Family == family && IsForOthers(address)))
            yield return new RoutingRule(family, OtherAddressPriority) { Source = NetworkPrefix.Host(address.Address) };
        if (family == IpFamily.Ipv4 && _ipv4HomeAddress is null) yield break;
        yield return new RoutingRule(family, OnLinkPriority) { SuppressPrefixLength = 0 };
        yield return new RoutingRule(family, TunnelPriority) { Mark = Mark, Not = true, Table = Table };
    }

    private IEnumerable<NetworkPrefix> NetworksOf(IpFamily family) => family == IpFamily.Ipv6
        ? (_networks?.Ipv6 ?? []).Select(prefix => (NetworkPrefix)prefix)
        : (_networks?.Ipv4 ?? []).Select(prefix => (NetworkPrefix)prefix);

    // Whoever uses another global address of the node, a care-of address or that of a container bridge, does not mean the tunnel.
    private bool IsForOthers(InterfaceAddress address) =>
        address.Scope == AddressScope.Universe && address.InterfaceIndex != _tun.InterfaceIndex
        && address.Address != _homeAddress && _networks?.Contains(address.Address) != true && (_ipv4HomeAddress is not { } ipv4 || address.Address != ipv4);

    // A host address of IPv4 carries no flag of ours, and nobody else gives a home address out as one on a link. On the loopback some do.
    private bool IsOursOnALink(InterfaceAddress address) => address.InterfaceIndex != _tun.InterfaceIndex && address.InterfaceIndex != Loopback && (address.Address.IsIpv6
        ? address.Address == _homeAddress && (address.Flags & AddressFlags.HomeAddress) != 0
        : _staticIpv4 is { } ipv4 && address.Address == ipv4 && address.PrefixLength == 32);

    private InterfaceAddress HostAddress(IpAddress address) => new(_tun.InterfaceIndex, address, address.IsIpv4 ? 32 : 128);

    /// <summary>The TUN needs no link-local address, and so no router is solicited through it. Packets come back through it from anywhere.</summary>
    private static void Quieten(string tun)
    {
        Sysctl.Ensure($"net/ipv6/conf/{tun}/addr_gen_mode", "1");
        Sysctl.Ensure($"net/ipv6/conf/{tun}/accept_ra", "0");
        Sysctl.Ensure($"net/ipv4/conf/{tun}/rp_filter", "2");
    }
}
