using System.Net;
using System.Net.Sockets;

namespace DsMip.Linux.Tests;

public sealed class FramePollerTests : IDisposable
{
    private readonly TwoHosts _hosts = new();

    public void Dispose() => _hosts.Dispose();

    [NamespaceFact]
    public void Every_source_is_served_and_a_token_ends_the_loop()
    {
        var handler = new CountingHandler();
        using var tun = _hosts.Here.Run(() => TunDevice.Open("dsmip0"));
        _hosts.Here.Ip("link set dsmip0 up");
        _hosts.Here.Ip("route add 10.9.9.9 dev dsmip0");
        using var udp = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));
        using var raw = _hosts.Here.Run(() => RawFrameSource.Ipv4(IpProtocol.Ipv6));
        using var poller = new FramePoller(handler);
        foreach (IFrameSource source in new IFrameSource[] { tun, udp, raw }) poller.Add(source);
        using var running = new RunningPoller(poller);

        using var here = _hosts.Here.Run(() => new FrameSender());
        using var there = _hosts.There.Run(() => new FrameSender());
        here.Send(Packet.Ipv4(TwoHosts.Here4, "10.9.9.9", IpProtocol.Udp, Packet.Udp(1, 2, 3)));
        there.Send(Packet.Ipv4(TwoHosts.There4, TwoHosts.Here4, IpProtocol.Udp, Packet.Udp(1, Port.DsMip, 3)));
        there.Send(Packet.Ipv4(TwoHosts.There4, TwoHosts.Here4, IpProtocol.Ipv6, 3));

        handler.Until(h => h.Kinds.Count == 3);
        Assert.Equal([FrameSourceKind.Tunnel, FrameSourceKind.Udp, FrameSourceKind.RawIpv4], handler.Kinds.Order());
        Assert.True(handler.Batches >= 3);
        running.Stop();
    }

    [NamespaceFact]
    public void Waking_calls_the_handler_on_the_loops_thread()
    {
        var handler = new CountingHandler();
        using var poller = new FramePoller(handler);
        using var running = new RunningPoller(poller);
        poller.Wake();
        handler.Until(h => h.Wakes > 0);
        Assert.Equal(running.ThreadId, handler.WokenOn);
    }

    [NamespaceFact]
    public void A_removed_source_is_silent()
    {
        var handler = new CountingHandler();
        using var first = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, 1001));
        using var second = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, 1002));
        using var poller = new FramePoller(handler);
        poller.Add(first);
        poller.Add(second);
        poller.Remove(first);
        using var running = new RunningPoller(poller);
        using var peer = _hosts.There.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, 0)));
        peer.Send([1], TwoHosts.Here4, 1001);
        peer.Send([1, 2], TwoHosts.Here4, 1002);

        handler.Until(h => h.Kinds.Count == 1);
        Assert.Equal(30, handler.LastLength);
    }

    [NamespaceFact]
    public void A_deleted_tun_interface_ends_the_loop_with_an_error()
    {
        using var tun = _hosts.Here.Run(() => TunDevice.Open("dsmip0"));
        using var poller = new FramePoller(new CountingHandler());
        poller.Add(tun);
        using var running = new RunningPoller(poller);
        _hosts.Here.Ip("link delete dsmip0");

        var error = Assert.Throws<LinuxException>(running.Stop);
        Assert.Equal(Errno.EBADFD, error.Errno);
        Assert.Contains("deleted", error.Message, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Receiving_and_sending_allocate_nothing()
    {
        using var udp = _hosts.Here.Run(() => new UdpFrameSource(Ipv4Address.Any, Port.DsMip));
        using var raw = _hosts.Here.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        using var tap = _hosts.Here.Run(() => new PacketTap([Ipv6Address.Parse(TwoHosts.Here6)]));
        using var tun = _hosts.Here.Run(() => TunDevice.Open("dsmip0"));
        _hosts.Here.Ip("link set dsmip0 up");
        using var sender = _hosts.Here.Run(() => new FrameSender());
        var handler = new AllocationMeter(sender, tun, warmUp: 500, measured: 2000);
        using var poller = new FramePoller(handler);
        foreach (IFrameSource source in new IFrameSource[] { udp, raw, tap, tun }) poller.Add(source);
        using var running = new RunningPoller(poller);
        using var there = _hosts.There.Run(() => new FrameSender());
        byte[][] packets =
        [
            Packet.Ipv4(TwoHosts.There4, TwoHosts.Here4, IpProtocol.Udp, Packet.Udp(1, Port.DsMip, new byte[100])),
            Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Ipv6, new byte[100]),
            Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Esp, Packet.Esp(1)),
        ];
        for (var i = 0; !handler.Done.IsSet && i < 1_000_000; i++) there.Send(packets[i % packets.Length]);

        Assert.True(handler.Done.Wait(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, handler.Allocated);
        running.Stop();
    }
}
