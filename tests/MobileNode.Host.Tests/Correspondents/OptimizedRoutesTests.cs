using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests.Correspondents;

public sealed class OptimizedRoutesTests : ICorrespondentEvents
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::50"), HomeAgent = Ipv6Address.Parse("2001:db8:1::1"), CareOf = Ipv6Address.Parse("2001:db8:6::5");
    private static readonly Ipv6Address Peer = Ipv6Address.Parse("2001:db8:c::10"), Stranger = Ipv6Address.Parse("2001:db8:bad::1");
    private static readonly Ingress FromHome = new(Encapsulation.Ipv6, CareOf, HomeAgent);

    private readonly DropCounters _drops = new();
    private readonly List<(Ipv6Address Peer, Ipv6Address To, IMobilityMessage Message)> _messages = [];
    private readonly List<Ipv6Address> _tunnelled = [];
    private readonly OptimizedRoutes _routes;

    public OptimizedRoutesTests() => _routes = new OptimizedRoutes(Home, HomeAgent, this, _drops);

    [Fact]
    [Clause("6275-11.3.3-direct")]
    public void Payload_behind_a_routing_header_comes_in_from_correspondents_that_were_told_and_from_nobody_else()
    {
        _routes.Set(new SetRoute(Peer, null));
        Assert.False(_routes.IsInUse(Peer));
        Assert.True(_routes.TryOpen(Routed(Peer, IpProtocol.Udp, new byte[8]), out _));
        Assert.True(_routes.IsInUse(Peer));
        Assert.False(_routes.TryOpen(Routed(Stranger, IpProtocol.Udp, new byte[8]), out _));
        Assert.Equal(1, _drops.Snapshot()["NoBinding"]);
        _routes.Clear(new ClearRoute(Peer));
        Assert.False(_routes.TryOpen(Routed(Peer, IpProtocol.Udp, new byte[8]), out _));
    }

    [Fact]
    public void A_message_behind_a_routing_header_is_for_the_protocol_module_with_the_care_of_address_it_came_to()
    {
        var message = new BindingRefreshRequest(MobilityOptions.None);
        Assert.False(_routes.TryOpen(Routed(Peer, IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(message, Peer, Home)), out _));
        Assert.Equal((Peer, CareOf, message), _messages.Single());
        var wrong = MobilityHeaderCodec.Write(message, Stranger, Home);
        Assert.False(_routes.TryOpen(Routed(Peer, IpProtocol.MobilityHeader, wrong), out _));
        Assert.Equal(1, _drops.Snapshot()["BadChecksum"]);
    }

    [Fact]
    [Clause("6275-11.7.2-trigger")]
    public void Packets_of_the_tunnel_name_who_is_to_be_asked_unless_it_is_bound_the_home_agent_or_was_named_just_now()
    {
        _routes.Tunnelled(Plain(Peer, Home), FromHome);
        _routes.Tunnelled(Plain(Peer, Home), FromHome);
        _routes.Tunnelled(Plain(HomeAgent, Home), FromHome);
        _routes.Tunnelled(Plain(Stranger, Peer), FromHome);
        _routes.Tunnelled(Plain(Stranger, Home), FromHome with { Encapsulation = Encapsulation.UdpIpv4 });
        Assert.Equal([Peer], _tunnelled);
        _routes.Set(new SetRoute(Stranger, CareOf));
        _routes.Tunnelled(Plain(Stranger, Home), FromHome);
        Assert.Equal([Peer], _tunnelled);
    }

    [Fact]
    [Clause("6275-11.8-rate")]
    public void A_flood_of_sources_is_told_of_a_few_times_a_second()
    {
        var peers = new TunnelledPeers();
        var told = 0;
        for (var i = 0; i < 10_000; i++)
            if (peers.IsToBeTold(Ipv6Address.Parse($"2001:db8:e::{i:x}"), 5000 + i / 5)) told++;
        Assert.InRange(told, 16, 48);
    }

    [Fact]
    [Clause("6275-11.6.2-mobility-not-understood")]
    public void An_error_about_a_test_gives_its_cookie_and_one_about_payload_the_correspondent()
    {
        var test = new CareOfTestInit(0x0102030405060708, MobilityOptions.None);
        var sent = Packet(CareOf, Peer, IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(test, CareOf, Peer));
        Assert.True(CorrespondentNotice.TryRead(Error(Icmpv6Error.ParameterProblem(Icmpv6ParameterProblemCode.UnrecognizedNextHeader, 6), sent), Home, out var notice));
        Assert.Equal((Peer, true, 0x0102030405060708ul), (notice.Correspondent, notice.IsNotUnderstood, notice.Cookie));
        var buffer = new byte[64 + 48];
        Packet(Home, Peer, IpProtocol.Udp, new byte[8]).CopyTo(buffer, 64);
        var payload = buffer[OptimizedPacket.AddHomeAddressOption(buffer, 64, 48, CareOf)];
        Assert.True(CorrespondentNotice.TryRead(Error(Icmpv6Error.PacketTooBig(1300), payload), Home, out notice));
        Assert.Equal((Peer, false, 1300u), (notice.Correspondent, notice.IsNotUnderstood, notice.Error.Parameter));
        Assert.False(CorrespondentNotice.TryRead(Error(Icmpv6Error.PacketTooBig(1300), payload), Stranger, out _));
        Assert.False(CorrespondentNotice.TryRead(Error(Icmpv6Error.PacketTooBig(1300), Plain(CareOf, Peer)), Home, out _));
    }

    void ICorrespondentEvents.MessageReceived(Ipv6Address correspondent, Ipv6Address destination, IMobilityMessage message, ReadOnlySpan<byte> header) =>
        _messages.Add((correspondent, destination, message));

    void ICorrespondentEvents.PacketTunnelled(Ipv6Address correspondent) => _tunnelled.Add(correspondent);

    void ICorrespondentEvents.NotUnderstood(Ipv6Address correspondent, ulong cookie) => Assert.Fail("nobody says so");

    private static byte[] Plain(Ipv6Address from, Ipv6Address to) => Packet(from, to, IpProtocol.Udp, new byte[8]);

    private static byte[] Routed(Ipv6Address from, byte protocol, byte[] content)
    {
        var routing = new byte[Type2RoutingHeader.Size];
        Type2RoutingHeader.Write(routing, protocol, Home);
        return Packet(from, CareOf, IpProtocol.Routing, [.. routing, .. content]);
    }

    private static byte[] Error(Icmpv6Error error, byte[] about)
    {
        var message = new byte[Icmpv6Error.Measure(about.Length)];
        error.Write(message, about, Stranger, CareOf);
        return Packet(Stranger, CareOf, IpProtocol.Icmpv6, message);
    }

    private static byte[] Packet(Ipv6Address from, Ipv6Address to, byte protocol, byte[] content)
    {
        var packet = new byte[Ipv6Header.Size + content.Length];
        new Ipv6Header(0, 0, (ushort)content.Length, protocol, 64, from, to).Write(packet);
        content.CopyTo(packet, Ipv6Header.Size);
        return packet;
    }
}
