namespace DsMip.Linux.Tests;

public sealed class TunDeviceTests : IDisposable
{
    private readonly NetworkNamespace _here = NetworkNamespace.Create();

    public void Dispose() => _here.Dispose();

    [NamespaceFact]
    public void What_the_kernel_routes_into_it_is_read_and_answers_reach_the_asking_program()
    {
        using var tun = _here.Run(() => TunDevice.Open("dsmip0"));
        _here.Ip("address add 10.1.1.1/24 dev dsmip0");
        _here.Ip("link set dsmip0 up");
        var handler = new EchoAnswer(tun);
        using var poller = new FramePoller(handler);
        poller.Add(tun);
        using var running = new RunningPoller(poller);

        Assert.Contains("1 received", _here.Execute("ping", "-c", "1", "-W", "10", "10.1.1.2"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Its_name_and_index_are_the_kernels()
    {
        using var tun = _here.Run(() => TunDevice.Open("mip%d"));
        Assert.Equal("mip0", tun.Name);
        Assert.StartsWith($"{tun.InterfaceIndex}: mip0:", _here.Ip("link show mip0"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void It_vanishes_with_its_owner()
    {
        _here.Run(() => TunDevice.Open("dsmip0")).Dispose();
        Assert.DoesNotContain("dsmip0", _here.Ip("link show"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Reading_an_empty_one_does_not_wait_and_writing_to_a_closed_one_fails()
    {
        using var tun = _here.Run(() => TunDevice.Open("dsmip0"));
        Assert.Equal(0, tun.Read(new byte[2000]));
        Assert.Equal(Errno.EIO, tun.Write(Packet.Ipv4("10.1.1.2", "10.1.1.1", IpProtocol.Udp)));
        _here.Ip("link set dsmip0 up");
        Assert.Equal(Errno.None, tun.Write(Packet.Ipv4("10.1.1.2", "10.1.1.1", IpProtocol.Udp)));
        Assert.Equal(Errno.EINVAL, tun.Write([0xff, 0, 0, 0]));
    }

    [NamespaceFact]
    public void A_packet_larger_than_a_buffer_is_dropped_and_counted()
    {
        using var tun = _here.Run(() => TunDevice.Open("dsmip0"));
        _here.Ip("link set dsmip0 mtu 10000 up");
        _here.Ip("route add 10.9.9.9 dev dsmip0");
        using var sender = _here.Run(() => new FrameSender());
        foreach (var size in new[] { FrameLayout.MaximumFrame + 1, FrameLayout.MaximumFrame })
            Assert.Equal(Errno.None, sender.Send(Packet.Ipv4("10.9.9.1", "10.9.9.9", IpProtocol.Udp, new byte[size - 20])));
        var collector = new FrameCollector();
        while (!collector.Frames.Exists(f => f.Length == FrameLayout.MaximumFrame)) collector.Await(tun, collector.Frames.Count + 1);

        Assert.Equal(1, tun.Truncated);
    }

    [NamespaceFact]
    public void An_interface_in_use_or_of_another_kind_is_one_clear_error()
    {
        using var tun = _here.Run(() => TunDevice.Open("dsmip0"));
        var busy = Assert.Throws<LinuxException>(() => _here.Run(() => TunDevice.Open("dsmip0")));
        Assert.Equal(Errno.EBUSY, busy.Errno);
        Assert.Contains("another process holds", busy.Message, StringComparison.Ordinal);
        var other = Assert.Throws<LinuxException>(() => _here.Run(() => TunDevice.Open("lo")));
        Assert.Contains("not TUN", other.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TunDevice.Open("sixteen-letters0"));
    }

    /// <summary>Turns an echo request into its reply: addresses swapped, type 0, checksum adjusted.</summary>
    private sealed class EchoAnswer(TunDevice tun) : IFrameHandler
    {
        public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
        {
            var packet = buffer.Slice(offset, length);
            if (packet[0] >> 4 != 4 || packet[9] != IpProtocol.Icmp || packet[20] != 8) return;
            var answer = packet.ToArray();
            packet.Slice(12, 4).CopyTo(answer.AsSpan(16));
            packet.Slice(16, 4).CopyTo(answer.AsSpan(12));
            answer[20] = 0;
            var sum = (answer[22] << 8 | answer[23]) + 0x0800;
            sum = (sum & 0xffff) + (sum >> 16);
            answer[22] = (byte)(sum >> 8);
            answer[23] = (byte)sum;
            tun.Write(answer);
        }
    }
}
