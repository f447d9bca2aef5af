using System.Net;
using System.Net.Sockets;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Linux;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>A home agent with a real home link, and the mobile node on it.</summary>
[Collection(NetworkCollection.Name)]
public sealed class HomeLinkTests : IFrameHandler, IDisposable
{
    private readonly HomeAgentProcess _daemon = new();
    private readonly NetworkNamespace _home = NetworkNamespace.Create();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private byte[]? _received;

    public HomeLinkTests()
    {
        NetworkNamespace.Connect(_daemon.Inside, "home0", _home, "eth0");
        _daemon.Inside.Ip("address add 2001:db8:1::2/64 dev home0 nodad");
        _daemon.Inside.Ip("address add 10.10.0.1/24 dev home0");
        _home.Ip($"address add {Configured.Alice}/64 dev eth0 nodad");
        _home.Ip("address add 10.10.0.10/24 dev eth0");
        _home.Ip("route add default via 2001:db8:1::2");
        _home.Ip("route add default via 10.10.0.1");
        _daemon.Outside.Ip("route add 10.10.0.0/24 via 198.51.100.1");
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _home.Dispose();
    }

    [NamespaceFact]
    [Clause("6275-10.3.2-on-link", "6275-10.4.1-routed")]
    public async Task Payload_goes_home_without_a_binding_and_into_the_tunnel_with_one()
    {
        await _daemon.StartAsync("--HomeLink=home0", "--HomeLink:DuplicateAddressDetection=false");
        using var correspondent6 = _daemon.OpenOutside("2001:db8:f::2", 7777);
        using var correspondent4 = _daemon.OpenOutside("198.51.100.3", 7777);
        using var home6 = OpenHome(Configured.Alice);
        using var home4 = OpenHome("10.10.0.10");
        AssertReaches(correspondent6, home6);
        AssertReaches(correspondent4, home4);

        using var care = _daemon.OpenOutside("198.51.100.2");
        var homeAgent = new IPEndPoint(IPAddress.Parse("198.51.100.1"), Port.DsMip);
        var update = MobileNode.Update(1, 600, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.10")));
        Assert.True(_alice.Exchange(care, homeAgent, update).IsAccepted);
        correspondent6.SendTo("away"u8.ToArray(), home6.LocalEndPoint!);
        Assert.EndsWith("away", System.Text.Encoding.ASCII.GetString(Receive(care)), StringComparison.Ordinal);
        correspondent4.SendTo("away"u8.ToArray(), home4.LocalEndPoint!);
        Assert.EndsWith("away", System.Text.Encoding.ASCII.GetString(Receive(care)), StringComparison.Ordinal);

        // RFC 6275 10.3.2: also the answer to a refused one goes to its link-layer address.
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, Deregister(1).Status);
        Assert.Equal(BindingStatus.Accepted, Deregister(2).Status);
        AssertReaches(correspondent6, home6);
        AssertReaches(correspondent4, home4);
    }

    [NamespaceFact]
    public void A_strict_reverse_path_filter_is_noticed()
    {
        var options = Configured.Options(("HomeLink", "home0"));
        Assert.False(IsStrict("0", "0"));
        Assert.True(IsStrict("0", "1"));
        Assert.True(IsStrict("1", "0"));
        Assert.False(IsStrict("1", "2"));

        bool IsStrict(string all, string link)
        {
            _daemon.Inside.Sysctl("net.ipv4.conf.all.rp_filter", all);
            _daemon.Inside.Sysctl("net.ipv4.conf.home0.rp_filter", link);
            return _daemon.Inside.Run(() => ReversePathCheck.IsStrict(options));
        }
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => _received = buffer.Slice(offset, length).ToArray();

    /// <summary>From the home link itself: ESP directly behind the IPv6 header, in both directions.</summary>
    private BindingAcknowledgement Deregister(ushort sequence)
    {
        using var sender = _home.Run(() => new FrameSender());
        using var tap = _home.Run(() => new PacketTap([_alice.HomeAddress]));
        _home.Ip($"route replace {Configured.HomeAgent} via 2001:db8:1::2");
        _received = null;
        var update = new BindingUpdate(new SequenceNumber(sequence), MobileNode.HomeRegistration, BindingLifetime.Zero, MobilityOptions.None);
        for (var attempt = 0; _received is null && attempt < Retransmission.Attempts; attempt++)
        {
            Assert.Equal(Errno.None, sender.Send(_alice.Seal(update)));
            var waited = System.Diagnostics.Stopwatch.StartNew();
            while (tap.Receive(this) == 0 && waited.Elapsed < Retransmission.Pause) Thread.Sleep(20);
        }
        Assert.NotNull(_received);
        return _alice.Open(_received);
    }

    private Socket OpenHome(string address) => _home.Run(() =>
    {
        var ip = IPAddress.Parse(address);
        var socket = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };
        socket.Bind(new IPEndPoint(ip, 5555));
        return socket;
    });

    private static void AssertReaches(Socket from, Socket to)
    {
        from.SendTo("home"u8.ToArray(), to.LocalEndPoint!);
        Assert.Equal("home"u8, Receive(to));
        to.SendTo("back"u8.ToArray(), from.LocalEndPoint!);
        Assert.Equal("back"u8, Receive(from));
    }

    private static byte[] Receive(Socket socket)
    {
        var buffer = new byte[2000];
        return buffer[..socket.Receive(buffer)];
    }
}
