namespace DsMip.Linux.Tests;

/// <summary>Without IPsec: what this kernel does to Mobility Headers in the clear.</summary>
public sealed class MobilityHeaderSocketTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private readonly FrameCollector _collector = new();
    private readonly MobilityHeaderSocket _here, _there;

    public MobilityHeaderSocketTests()
    {
        _here = _hosts.Here.Run(() => new MobilityHeaderSocket());
        _there = _hosts.There.Run(() => new MobilityHeaderSocket("there0"));
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        _hosts.Dispose();
    }

    [NamespaceTheory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0xfffffu)]
    public void A_message_arrives_with_its_addresses_its_tag_and_the_codecs_checksum(uint tag)
    {
        var sent = BindingUpdate(TwoHosts.There6, TwoHosts.Here6, tag);
        Assert.Equal(Errno.None, _there.Send(sent));

        var received = _collector.AwaitOne(_here);

        received[7] = sent[7]; // the kernel chooses the hop limit
        Assert.Equal(sent, received);
        Assert.Equal(FrameSourceKind.MobilityHeader, _here.Kind);
    }

    [NamespaceFact]
    public void A_checksum_that_is_not_filled_in_is_and_a_wrong_one_is_put_right()
    {
        var right = BindingUpdate(TwoHosts.There6, TwoHosts.Here6, 5);
        foreach (byte wrong in new byte[] { 0, 0x5a })
        {
            var packet = right.ToArray();
            packet.AsSpan(44, 2).Fill(wrong);
            Assert.Equal(Errno.None, _there.Send(packet));
            Assert.Equal(right[40..], _collector.AwaitOne(_here)[40..]);
        }
    }

    [NamespaceFact]
    public void A_message_that_arrives_with_a_wrong_checksum_is_dropped_by_the_kernel()
    {
        using var raw = _hosts.There.Run(() => new FrameSender());
        var right = BindingUpdate(TwoHosts.There6, TwoHosts.Here6, 7);
        var wrong = right.ToArray();
        wrong[44] ^= 1;
        raw.Send(wrong);
        raw.Send(right);

        Assert.Equal(right, _collector.AwaitOne(_here));
        Assert.Equal(0, _here.Receive(_collector));
    }

    [NamespaceFact]
    public void The_source_need_not_be_configured_yet()
    {
        var sent = BindingUpdate("2001:db8:1::abc", TwoHosts.Here6, 9);
        Assert.Equal(Errno.None, _there.Send(sent));
        Assert.Equal(sent[8..], _collector.AwaitOne(_here)[8..]);
    }

    [NamespaceFact]
    public void Bound_to_a_device_it_does_not_hear_the_others()
    {
        using var elsewhere = _hosts.Here.Run(() => new MobilityHeaderSocket("lo"));
        _there.Send(BindingUpdate(TwoHosts.There6, TwoHosts.Here6, 11));
        _collector.AwaitOne(_here);
        Assert.Equal(0, elsewhere.Receive(_collector));
    }

    [NamespaceFact]
    public void What_is_no_mobility_header_is_not_sent()
    {
        Assert.Equal(Errno.EINVAL, _here.Send([]));
        Assert.Equal(Errno.EINVAL, _here.Send(new byte[60]));
        Assert.Equal(Errno.EINVAL, _here.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.Udp, new byte[16])));
        Assert.Equal(Errno.EINVAL, _here.Send(Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.MobilityHeader)));
    }

    private static byte[] BindingUpdate(string source, string destination, uint tag)
    {
        var from = Ipv6Address.Parse(source);
        var to = Ipv6Address.Parse(destination);
        byte[] message = [IpProtocol.NoNextHeader, 1, 5, 0, 0, 0, 0, 1, 0xc0, 0, 0, 10, 1, 2, 0, 0];
        var checksum = PseudoHeader.Checksum(from, to, IpProtocol.MobilityHeader, message);
        (message[4], message[5]) = ((byte)(checksum >> 8), (byte)checksum);
        var packet = Packet.Ipv6(source, destination, IpProtocol.MobilityHeader, message);
        var header = new Ipv6View(packet) { FlowLabel = tag, TrafficClass = 0 };
        return packet;
    }
}
