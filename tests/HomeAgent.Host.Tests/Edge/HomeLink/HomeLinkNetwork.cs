using System.Net;
using System.Net.Sockets;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge.HomeLink;

/// <summary>
/// A home agent with a home link that others are on:
/// <code>
/// outside --- home agent --- home0 ---+--- eth0 neighbor    2001:db8:1::77, 10.10.0.77
///                        (a bridge) --+--- eth0 mobile node 2001:db8:1::a, 10.10.0.10, when it is at home
/// </code>
/// Whom the neighbor takes for what is asked from its kernel.
/// </summary>
internal sealed class HomeLinkNetwork : IDisposable
{
    public const string Ipv4Home = "10.10.0.10";

    private readonly NetworkNamespace _switch = NetworkNamespace.Create();

    public HomeLinkNetwork()
    {
        _switch.Ip("link add home type bridge mcast_snooping 0");
        _switch.Ip("link set home up");
        Plug(Daemon.Inside, "home0", "ha");
        Plug(Neighbor, "eth0", "nb");
        Plug(AtHome, "eth0", "mn");
        Daemon.Inside.Ip("address add 2001:db8:1::2/64 dev home0 nodad");
        Daemon.Inside.Ip("address add 10.10.0.1/24 dev home0");
        Neighbor.Ip("address add 2001:db8:1::77/64 dev eth0 nodad");
        Neighbor.Ip("address add 10.10.0.77/24 dev eth0");
    }

    public HomeAgentProcess Daemon { get; } = new();
    public NetworkNamespace Neighbor { get; } = NetworkNamespace.Create();
    public NetworkNamespace AtHome { get; } = NetworkNamespace.Create();
    public Fixtures.MobileNode Alice { get; } = new(Configured.Options(), Configured.Alice);

    public string HomeAgentLink => LinkOf(Daemon.Inside, "home0");

    public string MobileNodeLink => LinkOf(AtHome, "eth0");

    /// <summary>What the neighbor's kernel has for an address; empty: nothing.</summary>
    public string Cached(string address) => Neighbor.Ip($"neighbour show {address} dev eth0").Trim();

    /// <summary>The neighbor sends, and the kernel has to find out where to.</summary>
    public void Knock(string address)
    {
        var ip = IPAddress.Parse(address);
        using var socket = Neighbor.Run(() => new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.SendTo("knock"u8.ToArray(), new IPEndPoint(ip, 5555));
    }

    /// <summary>What a neighbor remembers of somebody who has been here.</summary>
    public void Remember(string address, string link) => Neighbor.Ip($"neighbour replace {address} lladdr {link} dev eth0 nud stale");

    public async Task UntilCachedAsync(string address, string link) => await Eventually.Is(() => Task.FromResult(Cached(address).Contains(link, StringComparison.Ordinal)));

    /// <summary>Away, in an IPv4 network.</summary>
    public BindingAcknowledgement Register(Socket careOf, ushort sequence, int seconds, BindingUpdateFlags flags = default)
    {
        var update = Fixtures.MobileNode.Update(sequence, seconds, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse(Ipv4Home)));
        return Alice.Exchange(careOf, new IPEndPoint(IPAddress.Parse("198.51.100.1"), Port.DsMip), update with { Flags = update.Flags | flags });
    }

    public void Dispose()
    {
        Daemon.Dispose();
        Neighbor.Dispose();
        AtHome.Dispose();
        _switch.Dispose();
    }

    private void Plug(NetworkNamespace host, string device, string port)
    {
        NetworkNamespace.Connect(host, device, _switch, port);
        _switch.Ip($"link set {port} master home");
    }

    private static string LinkOf(NetworkNamespace host, string device) =>
        host.Ip($"-brief link show {device}").Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
}
