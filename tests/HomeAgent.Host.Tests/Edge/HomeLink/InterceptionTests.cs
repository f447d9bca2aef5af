using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge.HomeLink;

/// <summary>RFC 6275 10.4.1 and RFC 5555 4.5, with the kernel of another host on the home link for a judge.</summary>
[Collection(NetworkCollection.Name)]
public sealed class InterceptionTests : IDisposable
{
    private const string LinkLocal = "fe80::a";
    private readonly HomeLinkNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [NamespaceFact]
    [Clause("6275-10.4.1-unsolicited-na", "6275-10.4.1-ns", "6275-10.4.1-dad-defend", "5555-4.5-proxy-arp")]
    public async Task Rfc6275_10_4_1_A_neighbor_reaches_the_mobile_node_through_the_home_agent_and_cannot_take_its_address()
    {
        await _network.Daemon.StartAsync("--HomeLink=home0", "--HomeLink:DuplicateAddressDetection=false");
        using var careOf = _network.Daemon.OpenOutside("198.51.100.2");
        // It was at home a moment ago.
        _network.Remember(Configured.Alice, _network.MobileNodeLink);
        _network.Remember(HomeLinkNetwork.Ipv4Home, _network.MobileNodeLink);
        Assert.True(_network.Register(careOf, 1, 600).IsAccepted);
        await _network.UntilCachedAsync(Configured.Alice, _network.HomeAgentLink);
        await _network.UntilCachedAsync(HomeLinkNetwork.Ipv4Home, _network.HomeAgentLink);

        // Somebody who has never heard of it asks.
        _network.Neighbor.Ip("neighbour flush all");
        foreach (var address in new[] { Configured.Alice, HomeLinkNetwork.Ipv4Home })
        {
            _network.Knock(address);
            await _network.UntilCachedAsync(address, _network.HomeAgentLink);
            Assert.EndsWith("knock", Text(careOf), StringComparison.Ordinal);
        }

        // RFC 4862: duplicate address detection is answered.
        _network.Neighbor.Sysctl("net.ipv6.conf.eth0.accept_dad", "1");
        _network.Neighbor.Ip($"address add {Configured.Alice}/64 dev eth0");
        await Eventually.Is(() => Task.FromResult(_network.Neighbor.Ip("-6 address show dev eth0").Contains("dadfailed", StringComparison.Ordinal)));
    }

    [NamespaceFact]
    [Clause("6275-10.4.1-na-link-local", "6275-10.4.1-stop")]
    public async Task Rfc6275_10_4_1_Flag_L_covers_the_link_local_address_and_nothing_is_covered_after_the_lifetime()
    {
        await _network.Daemon.StartAsync("--HomeLink=home0", "--HomeLink:DuplicateAddressDetection=false");
        using var careOf = _network.Daemon.OpenOutside("198.51.100.2");
        Assert.True(_network.Register(careOf, 1, 4, BindingUpdateFlags.LinkLocalAddressCompatibility).IsAccepted);
        _network.Neighbor.Ip($"neighbour replace {LinkLocal} lladdr 02:00:00:00:00:99 dev eth0 nud stale");
        await _network.UntilCachedAsync(LinkLocal, _network.HomeAgentLink);

        await Eventually.Is(() =>
            {
                _network.Neighbor.Ip("neighbour flush all");
                _network.Knock(Configured.Alice);
                Thread.Sleep(200);
                return Task.FromResult(!_network.Cached(Configured.Alice).Contains(_network.HomeAgentLink, StringComparison.Ordinal));
            });
    }

    [NamespaceFact]
    [Clause("6275-10.4.2-link-local", "6275-10.4.2-link-local-error", "6275-10.4.2-multicast-link")]
    public async Task Rfc6275_10_4_2_What_is_for_the_link_only_is_not_tunnelled()
    {
        await _network.Daemon.StartAsync("--HomeLink=home0", "--HomeLink:DuplicateAddressDetection=false");
        using var careOf = _network.Daemon.OpenOutside("198.51.100.2");
        Assert.True(_network.Register(careOf, 1, 600, BindingUpdateFlags.LinkLocalAddressCompatibility).IsAccepted);
        _network.Remember(LinkLocal, _network.HomeAgentLink);
        var scope = int.Parse(_network.Neighbor.Execute("cat", "/sys/class/net/eth0/ifindex"), System.Globalization.CultureInfo.InvariantCulture);
        using var socket = _network.Neighbor.Run(() => new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetworkV6, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp));
        foreach (var group in new[] { "ff02::1", "ff02::fb", "ff02::1:ff00:a" })
            socket.SendTo("group"u8.ToArray(), new System.Net.IPEndPoint(new System.Net.IPAddress(System.Net.IPAddress.Parse(group).GetAddressBytes(), scope), 5555));
        socket.Connect(new System.Net.IPEndPoint(new System.Net.IPAddress(System.Net.IPAddress.Parse(LinkLocal).GetAddressBytes(), scope), 5555));
        using var errors = new PacketCapture(_network.Neighbor, "eth0", "icmp6 and ip6[40] == 1");
        socket.Send("link"u8.ToArray());
        // Not by its kernel, which looks for the address first and has another hop limit.
        var unreachable = errors.Next();
        Assert.Equal((255, 1, 3), (unreachable[7], unreachable[40], unreachable[41]));
        _network.Knock(Configured.Alice);
        Assert.EndsWith("knock", Text(careOf), StringComparison.Ordinal);
    }

    [NamespaceFact]
    [Clause("6275-10.3.1-dad", "6275-10.3.1-dad-failed", "trap-dad-real")]
    public async Task Rfc6275_10_3_1_A_home_address_that_somebody_on_the_home_link_has_is_refused_with_134()
    {
        await _network.Daemon.StartAsync("--HomeLink:Interface=home0");
        using var careOf = _network.Daemon.OpenOutside("198.51.100.2");
        _network.Neighbor.Ip($"address add {Configured.Alice}/64 dev eth0 nodad");
        Assert.Equal(BindingStatus.DuplicateAddressDetectionFailed, Register(careOf, 1).Status);
        Assert.Null(await _network.Daemon.BindingAsync(Configured.Alice));

        _network.Neighbor.Ip($"address del {Configured.Alice}/64 dev eth0");
        Assert.True(Register(careOf, 100).IsAccepted);
    }

    /// <summary>On a busy machine the home link may answer too late, which is told as well.</summary>
    private BindingAcknowledgement Register(System.Net.Sockets.Socket careOf, ushort sequence)
    {
        var answer = _network.Register(careOf, sequence, 600);
        return answer.Status == BindingStatus.InsufficientResources ? Register(careOf, (ushort)(sequence + 1)) : answer;
    }

    private static string Text(System.Net.Sockets.Socket socket)
    {
        var buffer = new byte[2000];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }
}
