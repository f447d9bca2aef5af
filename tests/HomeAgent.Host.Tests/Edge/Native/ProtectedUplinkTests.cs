using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>ESP in tunnel mode on its way in: from where, to whom, and where answers go.</summary>
public sealed class ProtectedUplinkTests : IKernelAssociations
{
    private const uint Spi = 0x1234;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    private static readonly Ipv4Address Nat = Ipv4Address.Parse("203.0.113.7");
    private KernelAssociation _association = new(
        new XfrmStateId(HomeAgent, Spi), Alice, Alice, AssociationPurpose.Payload, XfrmMode.Tunnel, Inbound: true, "");
    private readonly BindingTable _table = new();
    private readonly PayloadPorts _ports = new();
    private readonly HomeAgentMetrics _metrics = new();
    private readonly List<byte[]> _delivered = [];
    private readonly HashSet<uint> _accepted = [];
    private readonly ProtectedUplink _uplink;
    private bool _authentic = true;
    private bool _hasWindow = true;
    private int _questions;

    public ProtectedUplinkTests() => _uplink = new ProtectedUplink(HomeAgent, this, Deliver, _ports, _table, _metrics);

    [Fact]
    public void Over_ipv6_the_care_of_address_makes_way_for_the_home_address()
    {
        var careOf = Ipv6Address.Parse("2001:db8:f::2");
        Bind(new BidirectionalTunnel(Encapsulation.Ipv6, HomeAgent, careOf));
        var frame = new byte[Ipv6Header.Size + 20];
        new Ipv6Header(0, 0, 20, IpProtocol.Esp, 60, careOf, HomeAgent).Write(frame);

        _uplink.OverIpv6([.. frame], 0, frame.Length, _association, new Ingress(Encapsulation.Native, HomeAgent, careOf), Now);
        Assert.True(Ipv6Header.TryRead(Assert.Single(_delivered), out var header, out _));
        Assert.Equal((Alice, HomeAgent), (header.Source, header.Destination));

        _uplink.OverIpv6([.. frame], 0, frame.Length, _association, new Ingress(Encapsulation.Native, HomeAgent, Ipv6Address.Parse("2001:db8:f::3")), Now);
        Assert.Single(_delivered);
        Assert.Equal(1, _metrics.Drops(DropReason.OuterSourceMismatch));
    }

    [Fact]
    public void In_an_ipv4_network_only_from_where_the_binding_is()
    {
        InUdp(1, Nat);
        Assert.Equal(1, _metrics.Drops(DropReason.NoBinding));
        Bind(Udp);
        InUdp(1, Ipv4Address.Parse("203.0.113.8"));
        Assert.Equal(1, _metrics.Drops(DropReason.OuterSourceMismatch));
        Assert.Empty(_delivered);

        InUdp(1, Nat);
        Assert.True(Ipv6Header.TryRead(Assert.Single(_delivered), out var header, out _));
        Assert.Equal((Alice, HomeAgent, IpProtocol.Esp), (header.Source, header.Destination, header.NextHeader));
        Assert.Equal(0, _questions);
    }

    [Fact]
    [Clause("5555-5-fresh", "5555-5.1-dynamic-port", "5555-5.1-three-addresses")]
    public void A_nat_s_port_is_learned_from_an_authentic_new_packet_only()
    {
        Bind(Udp);
        Assert.Equal(4500, _ports.Find(Alice, Nat));

        InUdp(7, Nat, port: 61_000);
        Assert.Equal(61_000, _ports.Find(Alice, Nat));

        // A copy of it, sent from elsewhere behind the same address.
        InUdp(7, Nat, port: 62_000);
        Assert.Equal(61_000, _ports.Find(Alice, Nat));

        _authentic = false;
        InUdp(8, Nat, port: 62_000);
        Assert.Equal(61_000, _ports.Find(Alice, Nat));
        Assert.Equal(3, _delivered.Count);

        // Learned for that address; at another one it is 4500 again.
        Assert.Equal(4500, _ports.Find(Alice, HomeAgentIpv4));
    }

    /// <summary>RFC 5555 5: nothing authenticates the outer header. Where packets may move the mobile node all the same, only new authentic ones do.</summary>
    [Fact]
    [Clause("5555-5-payload-address")]
    public void Rfc5555_5_an_address_is_learned_from_an_authentic_new_packet_where_it_is_switched_on_until_the_next_binding_update()
    {
        var places = new PayloadPlaces(_table);
        var uplink = new ProtectedUplink(HomeAgent, this, Deliver, _ports, _table, _metrics, places);
        var (moved, attacker) = (Ipv4Address.Parse("203.0.113.8"), Ipv4Address.Parse("203.0.113.66"));
        Bind(Udp);

        InUdp(7, moved, 61_000, uplink);
        Assert.Equal<IpAddress>(moved, places.Find(Alice, Nat));
        Assert.Equal(61_000, _ports.Find(Alice, moved));
        InUdp(7, attacker, 62_000, uplink);
        Assert.Equal<IpAddress>(moved, places.Find(Alice, Nat));
        Assert.Equal(2, _delivered.Count);

        // Two in a second are enough; a third one does not even reach IPsec.
        InUdp(8, attacker, 62_000, uplink);
        Assert.Equal(2, _delivered.Count);
        Assert.Equal(1, _metrics.Drops(DropReason.OuterSourceMismatch));

        InUdp(9, moved, 61_000, uplink);
        Assert.Equal(3, _delivered.Count);

        _table.Put(new HomeAddresses(Alice, default), Udp, 2, Now.AddHours(1));
        Assert.Equal<IpAddress>(Nat, places.Find(Alice, Nat));
    }

    [Fact]
    [Clause("5555-5.1-dynamic-port")]
    public void Of_an_association_without_replay_window_a_port_is_learned_as_well()
    {
        _hasWindow = false;
        Bind(Udp);
        InUdp(7, Nat, port: 61_000);
        Assert.Equal(61_000, _ports.Find(Alice, Nat));
    }

    [Fact]
    [Clause("5555-5-outer")]
    public void A_flood_from_wrong_ports_does_not_make_us_ask_the_kernel_for_ever_nor_costs_others_their_lessons()
    {
        Bind(Udp);
        _authentic = false;
        for (var i = 1u; i <= 1000; i++) InUdp(i, Nat, port: 62_000);
        Assert.InRange(_questions, 1, 20);
        Assert.Equal(1000, _delivered.Count);

        _authentic = true;
        var bob = Ipv6Address.Parse(Configured.Bob);
        _table.Put(new HomeAddresses(bob, default), Udp, 1, Now.AddHours(1));
        _association = _association with { HomeAddress = bob };
        InUdp(2000, Nat, port: 61_000);
        Assert.Equal(61_000, _ports.Find(bob, Nat));
    }

    [Fact]
    public void An_spi_that_is_no_tunnel_s_is_not_for_port_4500()
    {
        Bind(Udp);
        var frame = Frame(1, Nat, 4500);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(FrameLayout.Headroom + Ipv4Header.Size + UdpHeader.Size), 99);
        _uplink.InUdp(frame, FrameLayout.Headroom, frame.Length - FrameLayout.Headroom, Now);
        Assert.Empty(_delivered);
        Assert.Equal(1, _metrics.Drops(DropReason.UnknownSecurityParametersIndex));
    }

    bool IKernelAssociations.TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association)
    {
        association = spi == Spi ? _association : null;
        return association is not null;
    }

    bool IKernelAssociations.TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association)
    {
        association = null;
        return false;
    }

    XfrmReplay? IKernelAssociations.Numbers(KernelAssociation association)
    {
        _questions++;
        return KernelNumbering.Of(_accepted, _hasWindow);
    }

    private static BidirectionalTunnel Udp => new(Encapsulation.UdpIpv4, HomeAgentIpv4, Nat, Port.DsMip, 40_000);

    private Errno Deliver(ReadOnlySpan<byte> packet)
    {
        _delivered.Add(packet.ToArray());
        if (_authentic) _accepted.Add(BinaryPrimitives.ReadUInt32BigEndian(packet[(Ipv6Header.Size + 4)..]));
        return Errno.None;
    }

    private void Bind(BidirectionalTunnel tunnel) => _table.Put(new HomeAddresses(Alice, default), tunnel, 1, Now.AddHours(1));

    private void InUdp(uint number, Ipv4Address source, ushort port = 4500, ProtectedUplink? uplink = null)
    {
        var frame = Frame(number, source, port);
        (uplink ?? _uplink).InUdp(frame, FrameLayout.Headroom, frame.Length - FrameLayout.Headroom, Now);
    }

    private static byte[] Frame(uint number, Ipv4Address source, ushort port)
    {
        const int esp = 24, udp = UdpHeader.Size + esp, total = Ipv4Header.Size + udp;
        var buffer = new byte[FrameLayout.Headroom + total];
        var frame = buffer.AsSpan(FrameLayout.Headroom);
        new Ipv4Header(0, total, 0, true, false, 0, 64, IpProtocol.Udp, source, HomeAgentIpv4).Write(frame);
        new UdpHeader(port, Port.IpsecNatTraversal, udp).Write(frame[Ipv4Header.Size..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[(Ipv4Header.Size + UdpHeader.Size)..], Spi);
        BinaryPrimitives.WriteUInt32BigEndian(frame[(Ipv4Header.Size + UdpHeader.Size + 4)..], number);
        return buffer;
    }
}
