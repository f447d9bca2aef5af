namespace DsMip.Linux.Tests;

public sealed class RawFrameSourceTests : IDisposable
{
    private readonly TwoHosts _hosts = new();
    private readonly FrameCollector _collector = new();
    private readonly FrameSender _sender;

    public RawFrameSourceTests() => _sender = _hosts.There.Run(() => new FrameSender());

    public void Dispose()
    {
        _sender.Dispose();
        _hosts.Dispose();
    }

    [NamespaceTheory]
    [InlineData(IpProtocol.Ipv6)]
    [InlineData(IpProtocol.Ipv4)]
    public void Over_ipv6_the_synthesised_header_equals_the_sent_one(byte protocol)
    {
        using var source = _hosts.Here.Run(() => RawFrameSource.Ipv6(protocol));
        var sent = Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, protocol, [.. Enumerable.Range(0, 100).Select(i => (byte)i)]);
        Assert.Equal(Errno.None, _sender.Send(sent));

        Assert.Equal(sent, _collector.AwaitOne(source));
        Assert.Equal(FrameSourceKind.RawIpv6, source.Kind);
    }

    [NamespaceFact]
    public void A_packet_without_flow_label_leaves_room_for_the_next_ones()
    {
        using var source = _hosts.Here.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        var labelled = Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Ipv6, new byte[40]);
        byte[] plain = [0x60, 0, 0, 0, .. labelled[4..]];
        foreach (var packet in new[] { plain, labelled })
        {
            _sender.Send(packet);
            Assert.Equal(packet, _collector.AwaitOne(source));
        }
    }

    [NamespaceTheory]
    [InlineData(IpProtocol.Ipv6)]
    [InlineData(IpProtocol.Ipv4)]
    public void Over_ipv4_the_packet_comes_as_it_was_on_the_wire(byte protocol)
    {
        using var source = _hosts.Here.Run(() => RawFrameSource.Ipv4(protocol));
        var sent = Packet.Ipv4(TwoHosts.There4, TwoHosts.Here4, protocol, [.. Enumerable.Range(0, 100).Select(i => (byte)i)]);
        Assert.Equal(Errno.None, _sender.Send(sent));

        var received = _collector.AwaitOne(source);

        Assert.True(Packet.HasValidChecksum(received));
        received.AsSpan(10, 2).Clear();
        Assert.Equal(sent, received);
    }

    [NamespaceFact]
    public void Bound_to_an_address_it_does_not_see_what_is_sent_to_another()
    {
        _hosts.Here.Ip("address add 2001:db8:1::77/64 dev here0 nodad");
        using var source = _hosts.Here.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6, Ipv6Address.Parse("2001:db8:1::77")));
        _sender.Send(Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Ipv6, new byte[40]));
        var wanted = Packet.Ipv6(TwoHosts.There6, "2001:db8:1::77", IpProtocol.Ipv6, new byte[40]);
        _sender.Send(wanted);

        Assert.Equal([wanted], _collector.Await(source, 1));
        Assert.Equal(0, source.Receive(_collector));
    }

    [NamespaceFact]
    public void Icmpv6_errors_come_and_echoes_do_not()
    {
        using var errors = _hosts.There.Run(RawFrameSource.Ipv6Errors);
        _hosts.There.Execute("ping", "-6", "-c", "1", TwoHosts.Here6);
        var provoking = Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Ipv6, new byte[40]);
        _sender.Send(provoking);

        var error = _collector.AwaitOne(errors);

        Assert.Equal(IpProtocol.Icmpv6, error[6]);
        Assert.Equal(TwoHosts.Here6, Ipv6Address.Read(error.AsSpan(8)).ToString());
        Assert.Equal(TwoHosts.There6, Ipv6Address.Read(error.AsSpan(24)).ToString());
        Assert.Equal([4, 1], error[40..42]); // Parameter Problem, unrecognized Next Header
        Assert.Equal(provoking, error[48..]);
        Assert.Equal(0, errors.Receive(_collector));
    }

    [NamespaceFact]
    public void Icmp_errors_come_and_echoes_do_not()
    {
        using var errors = _hosts.There.Run(RawFrameSource.Ipv4Errors);
        _hosts.There.Execute("ping", "-4", "-c", "1", TwoHosts.Here4);
        _sender.Send(Packet.Ipv4(TwoHosts.There4, TwoHosts.Here4, IpProtocol.Ipv6, new byte[40]));

        var error = _collector.AwaitOne(errors);

        Assert.Equal(IpProtocol.Icmp, error[9]);
        Assert.Equal([3, 2], error[20..22]); // Destination Unreachable, protocol
        Assert.Equal(0, errors.Receive(_collector));
    }

    [NamespaceFact]
    public void While_a_source_is_open_the_kernel_does_not_call_the_protocol_unreachable()
    {
        using var source = _hosts.Here.Run(() => RawFrameSource.Ipv6(IpProtocol.Ipv6));
        using var errors = _hosts.There.Run(RawFrameSource.Ipv6Errors);
        _sender.Send(Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Ipv6, new byte[40]));
        _sender.Send(Packet.Ipv6(TwoHosts.There6, TwoHosts.Here6, IpProtocol.Ipv4, new byte[40]));

        var error = _collector.AwaitOne(errors);

        Assert.Equal(IpProtocol.Ipv4, error[48 + 6]);
        Assert.Equal(0, errors.Receive(_collector));
    }
}
