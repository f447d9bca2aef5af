using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Edge;

/// <summary>Everything of the kernel's that the edge holds: TUN, sockets, shield, routes. Opened before anything else starts.</summary>
public sealed class EdgeNetwork : IDisposable
{
    private static readonly TimeSpan AddressPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AddressRetry = TimeSpan.FromMilliseconds(100);

    private readonly Stack<IDisposable> _owned = new();
    private readonly List<IFrameSource> _sources = [];

    private EdgeNetwork(HomeAgentOptions options)
    {
        try
        {
            Tun = Own(OpenTun(options.TunnelInterface));
            _sources.Add(Tun);
            Sender = Own(new FrameSender(KernelPlumbing.Number));
            OpenSources(options);
            if (options.Ipsec == IpsecImplementation.Kernel) OpenNativeSources(options);
            else Own(StackShield.ForHomeAgent("home_agent", options.HomeAgentAddress));
            Own(new KernelPlumbing(options)).Apply(Tun);
            if (options.HomeLink is { } link && NeighborSocket.Open(link) is { } neighbors) HomeLink = Own(neighbors);
            else if (options.RouterAdvertisements is not null)
                throw new ConfigurationException("HomeLink:RouterAdvertisements:Enabled", $"is of no use: {options.HomeLink} is no Ethernet");
            if (options.AddressDiscovery.Enabled) OpenAddressDiscovery(options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TunDevice Tun { get; }
    public FrameSender Sender { get; }

    /// <summary>Above the kernel's IPsec; null if that is not used.</summary>
    public MobilityHeaderSocket? MobilityHeaders { get; private set; }

    /// <summary>Null: the home link is virtual, or not of a kind that has neighbours.</summary>
    public NeighborSocket? HomeLink { get; }

    public IReadOnlyList<IFrameSource> Sources => _sources;

    /// <exception cref="ConfigurationException">Something that the operator has to put right.</exception>
    public static EdgeNetwork Open(HomeAgentOptions options)
    {
        try
        {
            ForwardingCheck.Run(options);
            return new EdgeNetwork(options);
        }
        catch (LinuxException e)
        {
            throw new ConfigurationException("edge", e.Message);
        }
    }

    public void Dispose()
    {
        while (_owned.TryPop(out var resource)) resource.Dispose();
    }

    private static TunDevice OpenTun(string name)
    {
        try
        {
            return TunDevice.Open(name);
        }
        catch (LinuxException e)
        {
            throw new ConfigurationException("TunnelInterface", e.Message);
        }
    }

    private void OpenSources(HomeAgentOptions options)
    {
        var home = options.HomeAgentAddress;
        AddBound("HomeAgentAddress", () => RawFrameSource.Ipv6(IpProtocol.Ipv6, home));
        AddBound("HomeAgentAddress", () => RawFrameSource.Ipv6(IpProtocol.Ipv4, home));
        Add(RawFrameSource.Ipv6Errors());
        Add(PacketTap.AtHomeAgent(home, excludedInterface: Tun.InterfaceIndex));
        if (options.HomeAgentIpv4Address is not { } address) return;
        AddBound("HomeAgentIpv4Address", () => new UdpFrameSource(address, Port.DsMip, KernelPlumbing.Number));
        AddBound("HomeAgentIpv4Address", () => RawFrameSource.Ipv4(IpProtocol.Ipv6, address));
        AddBound("HomeAgentIpv4Address", () => RawFrameSource.Ipv4(IpProtocol.Ipv4, address));
        Add(RawFrameSource.Ipv4Errors());
    }

    private void OpenAddressDiscovery(HomeAgentOptions options)
    {
        Add(RawFrameSource.AddressDiscovery(Icmpv6Type.HomeAgentAddressDiscoveryRequest));
        if (HomeAgentsAnycast.Of(options.HomePrefix) is not { } anycast) return;
        try
        {
            Own(new AnycastMembership(anycast, options.HomeLink is { } link ? HomeLinkIndex(link) : Tun.InterfaceIndex));
        }
        catch (LinuxException e)
        {
            throw new ConfigurationException("AddressDiscovery:Enabled", $"{e.Message}; false does without home agent address discovery");
        }
    }

    private static int HomeLinkIndex(string name)
    {
        using var kernel = new RouteNetlink();
        return kernel.GetLink(name).Index;
    }

    private void OpenNativeSources(HomeAgentOptions options)
    {
        // By the TUN only: what comes from elsewhere has not passed us.
        MobilityHeaders = new MobilityHeaderSocket(Tun.Name);
        Add(MobilityHeaders);
        if (options.HomeAgentIpv4Address is { } address) Add(EspInUdpTap.AtHomeAgent(address, excludedInterface: Tun.InterfaceIndex));
        Own(StackShield.ForHomeAgent("home_agent", options.HomeAgentAddress, tunnelInterface: Tun.Name, espInUdp: options.HomeAgentIpv4Address));
    }

    /// <summary>An address that was configured a moment ago is not usable before its duplicate address detection.</summary>
    private void AddBound(string key, Func<IFrameSource> open)
    {
        for (var waited = TimeSpan.Zero; ; waited += AddressRetry)
        {
            try
            {
                Add(open());
                return;
            }
            catch (LinuxException e) when (e.Errno == Errno.EADDRNOTAVAIL && waited < AddressPatience)
            {
                Thread.Sleep(AddressRetry);
            }
            catch (LinuxException e) when (e.Errno is Errno.EADDRNOTAVAIL or Errno.EADDRINUSE)
            {
                throw new ConfigurationException(key, e.Message);
            }
        }
    }

    private void Add(IFrameSource source) => _sources.Add(Own(source));

    private T Own<T>(T resource) where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }
}
