using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>IKE of a node that is bound, and of a stranger who knows its SPI.</summary>
[Clause("5555-5.1-three-addresses", "4877-4.4-ike-source")]
[Collection(NetworkCollection.Name)]
public sealed class KeyExchangePathsTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ingress Stranger = new(Encapsulation.Ipv6, HomeAgent, Ipv6Address.Parse("2001:db8:f::666"));
    private readonly NetworkNamespace _here = NetworkNamespace.Create();
    private readonly FrameSender _sender;
    private readonly EdgeParts _edge;
    private readonly KeyExchangePaths _paths;
    private Errno _kernel;
    private int _delivered;

    public KeyExchangePathsTests()
    {
        _sender = _here.Run(() => new FrameSender());
        _edge = new EdgeParts(new BindingTable(), null!, new SendBatch(_sender), _sender, null!, null!, new HomeAgentMetrics(), null!);
        _paths = new KeyExchangePaths(new PreBindingPaths(HomeAgent, home => home == Alice, PreBindingLimits.Default), Deliver, _edge.Metrics);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _here.Dispose();
    }

    [NamespaceFact]
    public void Answers_of_the_daemon_go_where_the_question_came_from_and_its_questions_where_the_node_is()
    {
        Assert.True(_paths.TryAdmit(Ike(Alice, HomeAgent), Stranger, Now));
        Assert.Equal(1, _delivered);
        Assert.True(TryReturn(isResponse: false));

        _edge.Table.Put(new HomeAddresses(Alice, default), new BidirectionalTunnel(Encapsulation.Ipv6, HomeAgent, Ipv6Address.Parse("2001:db8:f::2")), 1, Now.AddHours(1));
        Assert.False(TryReturn(isResponse: false));
        Assert.True(TryReturn(isResponse: true));
        _paths.CameByBinding(Ike(Alice, HomeAgent));
        Assert.False(TryReturn(isResponse: true));
    }

    [NamespaceFact]
    public void What_is_no_ike_or_nobody_s_is_refused_and_what_the_kernel_does_not_take_is_counted()
    {
        Assert.False(_paths.TryAdmit(Ike(Ipv6Address.Parse(Configured.Bob), HomeAgent), Stranger, Now));
        _kernel = Errno.ENOBUFS;
        Assert.True(_paths.TryAdmit(Ike(Alice, HomeAgent), Stranger, Now));
        Assert.Equal(1, _edge.Metrics.Drops(DropReason.Unreachable));
        for (var i = 0; i < 200; i++) Assert.True(_paths.TryAdmit(Ike(Alice, HomeAgent), Stranger, Now));
        Assert.InRange(_edge.Metrics.Drops(DropReason.RateLimited), 100, 199);
    }

    private Errno Deliver(ReadOnlySpan<byte> packet)
    {
        _delivered++;
        return _kernel;
    }

    private bool TryReturn(bool isResponse)
    {
        byte[] buffer = [.. new byte[FrameLayout.Headroom], .. Ike(HomeAgent, Alice, isResponse)];
        return _paths.TryReturn(buffer, FrameLayout.Headroom, buffer.Length - FrameLayout.Headroom, _edge, Now);
    }

    private static byte[] Ike(Ipv6Address source, Ipv6Address destination, bool isResponse = false)
    {
        const int message = 28, datagram = UdpHeader.Size + message;
        var packet = new byte[Ipv6Header.Size + datagram];
        new Ipv6Header(0, 0, datagram, IpProtocol.Udp, 64, source, destination).Write(packet);
        new UdpHeader(Port.KeyExchange, Port.KeyExchange, datagram).Write(packet.AsSpan(Ipv6Header.Size));
        var ike = packet.AsSpan(Ipv6Header.Size + UdpHeader.Size);
        (ike[0], ike[17], ike[19], ike[27]) = (1, 0x20, (byte)(isResponse ? 0x20 : 0x08), message);
        return packet;
    }
}
