using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>
/// The sockets of all mobile nodes together, in the network namespace of the thread that opens them. Care-of addresses are made ours by a local route
/// of the whole prefix, so that one UDP socket a port has them all.
/// </summary>
internal sealed class LoadNetwork : IDisposable
{
    private readonly List<Route> _routes = [];
    private readonly RouteNetlink _netlink = new();
    private StackShield? _shield;

    /// <exception cref="LinuxException">A capability is missing, or a port is taken.</exception>
    public LoadNetwork(LoadSettings settings)
    {
        try
        {
            Sender = new FrameSender();
            if (settings.CareOfIpv4 is { } ipv4) OpenIpv4(ipv4, settings);
            if (settings.CareOfIpv6 is { } ipv6) OpenIpv6(ipv6, settings);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public FrameSender? Sender { get; }

    public List<IFrameSource> Sources { get; } = [];

    /// <summary>Frames that the kernel had no room for.</summary>
    public long QueueDrops => Sources.Sum(source => source.QueueDrops);

    public void Dispose()
    {
        foreach (var source in Sources) source.Dispose();
        Sender?.Dispose();
        _shield?.Dispose();
        foreach (var route in _routes) _netlink.EnsureNoRoute(route);
        _netlink.Dispose();
    }

    private void OpenIpv4(Ipv4Prefix prefix, LoadSettings settings)
    {
        MakeOurs(prefix);
        for (var i = 0; i < settings.Ports; i++) Sources.Add(new UdpFrameSource(Ipv4Address.Any, (ushort)(settings.FirstPort + i)));
        Sources.Add(RawFrameSource.Ipv4(IpProtocol.Ipv6));
    }

    private void OpenIpv6(Ipv6Prefix prefix, LoadSettings settings)
    {
        MakeOurs(prefix);
        _shield = StackShield.ForMobileNode("load", settings.HomeAgent);
        Sources.Add(new PacketTap([]));
        Sources.Add(RawFrameSource.Ipv6(IpProtocol.Ipv6));
    }

    private void MakeOurs(NetworkPrefix prefix)
    {
        const int loopback = 1; // in every namespace
        var route = new Route(prefix) { Type = RouteType.Local, Table = Route.LocalTable, InterfaceIndex = loopback };
        _netlink.EnsureRoute(route);
        _routes.Add(route);
    }
}
