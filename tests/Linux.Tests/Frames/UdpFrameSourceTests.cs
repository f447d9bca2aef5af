using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DsMip.Linux.Tests;

public sealed class UdpFrameSourceTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private readonly FrameCollector _collector = new();

    public void Dispose() => _hosts.Dispose();

    [NamespaceFact]
    public void A_datagram_of_a_plain_socket_becomes_a_whole_packet()
    {
        using var source = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));
        using var peer = Peer();
        peer.Client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, 0xb8);
        peer.Ttl = 33;
        peer.Send([1, 2, 3, 4, 5], TwoHosts.Here4, Port.DsMip);

        var frame = _collector.AwaitOne(source);

        Assert.Equal(20 + 8 + 5, frame.Length);
        Assert.Equal([0x45, 0xb8, 0, 33], frame[..4]);
        Assert.Equal([33, IpProtocol.Udp], frame[8..10]);
        Assert.True(Packet.HasValidChecksum(frame));
        Assert.Equal(TwoHosts.There4, Ipv4Address.Read(frame.AsSpan(12)).ToString());
        Assert.Equal(TwoHosts.Here4, Ipv4Address.Read(frame.AsSpan(16)).ToString());
        Assert.Equal(((IPEndPoint)peer.Client.LocalEndPoint!).Port, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(20)));
        Assert.Equal(Port.DsMip, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(22)));
        Assert.Equal([0, 13, 0, 0, 1, 2, 3, 4, 5], frame[24..]);
    }

    [NamespaceFact]
    public void The_destination_is_the_local_address_that_was_used()
    {
        _hosts.Here.Ip("address add 203.0.113.9/32 dev lo");
        _hosts.There.Ip($"route add 203.0.113.9 via {TwoHosts.Here4}");
        using var source = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));
        using var peer = Peer();
        peer.Send([1], "203.0.113.9", Port.DsMip);

        Assert.Equal("203.0.113.9", Ipv4Address.Read(_collector.AwaitOne(source).AsSpan(16)).ToString());
    }

    [NamespaceFact]
    public void Several_batches_come_in_order_and_with_their_own_headers()
    {
        const int datagrams = 3 * FrameLayout.BatchSize + 7;
        using var source = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Parse(TwoHosts.Here4), 0));
        using var peer = Peer();
        for (var i = 0; i < datagrams; i++) peer.Send(new byte[i + 1], TwoHosts.Here4, source.LocalPort);

        var frames = _collector.Await(source, datagrams);

        Assert.Equal(Enumerable.Range(0, datagrams).Select(i => 28 + i + 1), frames.Select(f => f.Length));
        Assert.All(frames, frame => Assert.True(Packet.HasValidChecksum(frame)));
        Assert.Equal(0, source.Receive(_collector));
    }

    [NamespaceFact]
    public void A_datagram_larger_than_a_buffer_is_dropped_and_counted()
    {
        using var source = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));
        using var peer = Peer();
        peer.DontFragment = false;
        peer.Send(new byte[FrameLayout.MaximumFrame - 28 + 1], TwoHosts.Here4, Port.DsMip);
        peer.Send(new byte[FrameLayout.MaximumFrame - 28], TwoHosts.Here4, Port.DsMip);

        Assert.Equal(FrameLayout.MaximumFrame, _collector.AwaitOne(source).Length);
        Assert.Equal(1, source.Truncated);
    }

    [NamespaceFact]
    public void Drops_of_a_full_queue_are_counted()
    {
        using var source = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));
        using var peer = Peer();
        Assert.Equal(0, source.QueueDrops);
        // 8 MiB is the kernel's doubling of what the source asks for.
        for (var i = 0; i < 8000 && source.QueueDrops == 0; i++) peer.Send(new byte[1400], TwoHosts.Here4, Port.DsMip);
        Assert.True(source.QueueDrops > 0);
    }

    [NamespaceFact]
    public void A_taken_port_is_one_clear_error()
    {
        using var first = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));

        var error = Assert.Throws<LinuxException>(() => _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip)));

        Assert.Equal(Errno.EADDRINUSE, error.Errno);
        Assert.StartsWith("binding UDP 0.0.0.0:4191: EADDRINUSE", error.Message, StringComparison.Ordinal);
        Assert.Contains("ss -anp", error.Message, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_foreign_address_is_one_clear_error()
    {
        var error = Assert.Throws<LinuxException>(() => _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Parse("192.0.2.77"), Port.DsMip)));
        Assert.Equal(Errno.EADDRNOTAVAIL, error.Errno);
    }

    private UdpClient Peer() => _hosts.There.Run(() => new UdpClient(new IPEndPoint(IPAddress.Parse(TwoHosts.There4), 0)));
}
