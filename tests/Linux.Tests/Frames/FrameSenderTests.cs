using System.Net;
using System.Net.Sockets;

namespace DsMip.Linux.Tests;

public sealed class FrameSenderTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    public void Dispose() => _hosts.Dispose();

    [NamespaceFact]
    public void Extension_headers_leave_unchanged()
    {
        using var capture = new PacketCapture(_hosts.There, "there0", "ip6 src 2001:db8:1::1 and not icmp6");
        using var sender = _hosts.Here.Run(() => new FrameSender());
        byte[][] packets =
        [
            Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Esp, Packet.Esp(0x1001)),
            Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.DestinationOptions,
                Packet.HomeAddressOption("2001:db8:99::7", IpProtocol.Esp, Packet.Esp(0x1002))),
            Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Routing,
                Packet.Type2RoutingHeader("2001:db8:99::7", IpProtocol.Esp, Packet.Esp(0x1003))),
            Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Ipv6, Packet.Ipv6("2001:db8:99::7", "2001:db8:98::1", IpProtocol.NoNextHeader)),
        ];
        foreach (var packet in packets) Assert.Equal(Errno.None, sender.Send(packet));

        foreach (var packet in packets) Assert.Equal(packet, capture.Next());
    }

    [NamespaceFact]
    public void A_udp_frame_reaches_a_plain_socket_from_a_chosen_source_port()
    {
        using var sender = _hosts.Here.Run(() => new FrameSender());
        using var peer = _hosts.There.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, 5000)));
        Assert.Equal(Errno.None, sender.Send(Packet.Ipv4(TwoHosts.Here4, TwoHosts.There4, IpProtocol.Udp, Packet.Udp(Port.DsMip, 5000, 7, 8, 9))));

        peer.Client.ReceiveTimeout = 10_000;
        IPEndPoint? from = null;
        Assert.Equal([7, 8, 9], peer.Receive(ref from));
        Assert.Equal($"{TwoHosts.Here4}:4191", from!.ToString());
    }

    [NamespaceFact]
    public void Network_conditions_are_results()
    {
        using var sender = _hosts.Here.Run(() => new FrameSender());
        Assert.Equal(Errno.ENETUNREACH, sender.Send(Packet.Ipv6(TwoHosts.Here6, "2001:db8:dead::1", IpProtocol.NoNextHeader)));
        Assert.Equal(Errno.ENETUNREACH, sender.Send(Packet.Ipv4(TwoHosts.Here4, "192.0.2.1", IpProtocol.Udp)));
        Assert.Equal(Errno.EMSGSIZE, sender.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.NoNextHeader, new byte[1461])));
        Assert.Equal(Errno.EMSGSIZE, sender.Send(Packet.Ipv4(TwoHosts.Here4, TwoHosts.There4, IpProtocol.Udp, new byte[1481])));
        Assert.Equal(Errno.EINVAL, sender.Send([]));
        Assert.Equal(Errno.EINVAL, sender.Send(new byte[39]));
        Assert.Equal(Errno.EINVAL, sender.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.NoNextHeader).AsSpan(0, 39)));
        Assert.Equal(Errno.None, sender.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.NoNextHeader, new byte[1460])));
    }

    [NamespaceFact]
    public void The_mark_selects_the_routing_rule()
    {
        _hosts.Here.Ip("-6 rule add fwmark 4191 lookup 4191");
        _hosts.Here.Ip($"-6 route add 2001:db8:2::/64 via {TwoHosts.There6} table 4191");
        using var marked = _hosts.Here.Run(() => new FrameSender(mark: 4191));
        using var unmarked = _hosts.Here.Run(() => new FrameSender());
        var packet = Packet.Ipv6(TwoHosts.Here6, "2001:db8:2::1", IpProtocol.NoNextHeader);

        Assert.Equal(Errno.ENETUNREACH, unmarked.Send(packet));
        Assert.Equal(Errno.None, marked.Send(packet));
    }

    [NamespaceFact]
    public void A_device_or_an_index_chooses_the_link_of_a_link_local_destination()
    {
        var packet = Packet.Ipv6("fe80::1", "ff02::1", IpProtocol.NoNextHeader, 1, 2, 3);
        using var capture = new PacketCapture(_hosts.There, "there0", "ip6 dst ff02::1 and not icmp6");
        using var byDevice = _hosts.Here.Run(() => new FrameSender(device: "here0"));
        using var byIndex = _hosts.Here.Run(() => new FrameSender());
        var index = int.Parse(_hosts.Here.Execute("cat", "/sys/class/net/here0/ifindex"), null);

        Assert.Equal(Errno.None, byDevice.Send(packet));
        Assert.Equal(packet, capture.Next());
        Assert.Equal(Errno.None, byIndex.Send(packet, index));
        Assert.Equal(packet, capture.Next());
    }

    [NamespaceFact]
    public void An_unknown_device_is_one_clear_error()
    {
        var error = Assert.Throws<LinuxException>(() => _hosts.Here.Run(() => new FrameSender(device: "nosuch0")));
        Assert.Equal(Errno.ENODEV, error.Errno);
        Assert.Contains("nosuch0", error.Message, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_batch_survives_packets_that_the_kernel_refuses()
    {
        using var source = _hosts.There.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        using var source4 = _hosts.There.Run(() => RawFrameSource.Ipv4(IpProtocol.Ipv6));
        using var sender = _hosts.Here.Run(() => new FrameSender());
        var refused = new RefusedCollector();
        var batch = new SendBatch(sender, refused);
        const int good = FrameLayout.BatchSize * 2;
        for (byte i = 0; i < good; i++)
        {
            Assert.Equal(Errno.None, batch.Add(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Ipv6, i)));
            if (i % 5 == 0) batch.Add(Packet.Ipv6(TwoHosts.Here6, "2001:db8:dead::1", IpProtocol.Ipv6, i));
            if (i % 7 == 0) batch.Add(Packet.Ipv4(TwoHosts.Here4, TwoHosts.There4, IpProtocol.Ipv6, i));
        }
        Assert.Equal(Errno.EINVAL, batch.Add([]));
        Assert.Equal(Errno.EINVAL, batch.Add(new byte[10]));
        Assert.Equal(Errno.EMSGSIZE, batch.Add(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Ipv6, new byte[20_000])));
        batch.Flush();

        Assert.Equal(Enumerable.Range(0, good).Select(i => (byte)i), new FrameCollector().Await(source, good).Select(f => f[40]));
        Assert.Equal(10, new FrameCollector().Await(source4, 10).Count);
        Assert.Equal(13, batch.Failed);
        Assert.Equal(good + 10, batch.Sent);
        Assert.Equal(Errno.ENETUNREACH, batch.LastError);
        Assert.Equal(
            [(Errno.EINVAL, 2), (Errno.EMSGSIZE, 1), (Errno.ENETUNREACH, 13)],
            refused.Reasons.GroupBy(why => why).Select(group => (group.Key, group.Count())).OrderBy(pair => pair.Key));
    }

    [NamespaceFact]
    public void The_kernel_knows_what_fits()
    {
        _hosts.Here.Ip("link set here0 mtu 1420");
        _hosts.Here.Ip("-6 rule add fwmark 4191 lookup 4191");
        _hosts.Here.Ip($"-6 route add 2001:db8:2::/64 via {TwoHosts.There6} mtu 1300 table 4191");

        Assert.Equal(1420, Ask(TwoHosts.There6));
        Assert.Equal(1420, Ask(TwoHosts.There4));
        Assert.Equal(1300, Ask("2001:db8:2::1", 4191));
        Assert.Null(Ask("2001:db8:2::1"));
    }

    private int? Ask(string destination, uint mark = 0) => _hosts.Here.Run(() =>
    {
        IpAddress address = destination.Contains(':', StringComparison.Ordinal) ? Ipv6Address.Parse(destination) : Ipv4Address.Parse(destination);
        return RouteMtu.TryAsk(address, mark, out var mtu) ? mtu : (int?)null;
    });

    private sealed class RefusedCollector : IRefusedFrames
    {
        internal List<Errno> Reasons { get; } = [];

        public void Refused(ReadOnlySpan<byte> frame, Errno why) => Reasons.Add(why);
    }

    [NamespaceFact]
    public void Threads_share_a_sender()
    {
        using var source = _hosts.There.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        using var sender = _hosts.Here.Run(() => new FrameSender());
        Parallel.For(0, 200, i => Assert.Equal(Errno.None, sender.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Ipv6, (byte)i))));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => (byte)i), new FrameCollector().Await(source, 200).Select(f => f[40]).Order());
    }
}
