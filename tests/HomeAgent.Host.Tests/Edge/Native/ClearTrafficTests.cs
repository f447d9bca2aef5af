using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>What passes the edge without IPsec although there are no policies in the kernel: nothing that policies protect.</summary>
public sealed class ClearTrafficTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ipv6Address Bob = Ipv6Address.Parse(Configured.Bob);
    private static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:f::2");
    private readonly ProtectedHomes _homes = new();
    private readonly BindingTable _table = new();
    private readonly ClearTraffic _clear;

    public ClearTrafficTests()
    {
        _clear = new ClearTraffic(HomeAgent, _homes, _table);
        var careOf = Ipv6Address.Parse("2001:db8:f::3");
        _table.Put(new HomeAddresses(Alice, default), new BidirectionalTunnel(Encapsulation.Ipv6, HomeAgent, careOf), 1, Now.AddHours(1));
    }

    [Fact]
    [Clause("4877-7.2-bypass")]
    public void No_mobility_header_leaves_a_tunnel_whatever_is_in_front_of_it()
    {
        foreach (var destination in (Ipv6Address[])[Bob, Correspondent, HomeAgent])
        {
            Assert.False(_clear.MayComeIn(Packet(Alice, destination, IpProtocol.MobilityHeader)));
            Assert.False(_clear.MayComeIn(Behind(IpProtocol.HopByHop, Alice, destination, IpProtocol.MobilityHeader)));
            Assert.False(_clear.MayComeIn(Behind(IpProtocol.DestinationOptions, Alice, destination, IpProtocol.MobilityHeader)));
            Assert.False(_clear.MayComeIn(Behind(IpProtocol.Fragment, Alice, destination, IpProtocol.MobilityHeader)));
            Assert.False(_clear.MayComeIn(Behind(IpProtocol.Fragment, Alice, destination, IpProtocol.MobilityHeader, third: 0x08)));
        }
    }

    [Fact]
    public void Esp_for_us_behind_another_header_would_bring_a_tag_of_the_sender_s_choice()
    {
        Assert.False(_clear.MayComeIn(Behind(IpProtocol.HopByHop, Alice, HomeAgent, IpProtocol.Esp)));
        Assert.False(_clear.MayComeIn(Behind(IpProtocol.Fragment, Alice, HomeAgent, IpProtocol.Esp)));
        Assert.True(_clear.MayComeIn(Behind(IpProtocol.HopByHop, Alice, Correspondent, IpProtocol.Esp)));
        Assert.True(_clear.MayComeIn(Behind(IpProtocol.Fragment, Alice, HomeAgent, IpProtocol.Udp, third: 0x08)));
    }

    [Fact]
    public void What_hides_its_upper_layer_does_not_pass()
    {
        var packet = Behind(IpProtocol.HopByHop, Alice, Bob, IpProtocol.MobilityHeader);
        packet[Ipv6Header.Size + 1] = 0xff;
        Assert.False(_clear.MayComeIn(packet));
    }

    [Fact]
    [Clause("6275-10.4.5-esp")]
    public void Of_a_node_that_protects_payload_only_key_exchange_with_the_home_agent_is_clear()
    {
        Assert.True(_clear.MayComeIn(Packet(Alice, Correspondent, IpProtocol.Udp)));
        _homes.Add(Alice);
        Assert.False(_clear.MayComeIn(Packet(Alice, Correspondent, IpProtocol.Udp)));
        Assert.True(_clear.MayComeIn(Ike(Alice, HomeAgent)));
        Assert.False(_clear.MayComeIn(Ike(Alice, Bob)));
        Assert.False(_clear.MayComeIn(Ike(Alice, Correspondent)));

        Assert.Equal(DropReason.None, _clear.WhyNotOut(Ike(HomeAgent, Alice), Now));
        Assert.Equal(DropReason.UnprotectedPayload, _clear.WhyNotOut(Ike(Correspondent, Alice), Now));
        Assert.Equal(DropReason.UnprotectedPayload, _clear.WhyNotOut(Packet(Correspondent, Alice, IpProtocol.Udp), Now));
        Assert.Equal(DropReason.None, _clear.WhyNotOut(Packet(Correspondent, Bob, IpProtocol.Udp), Now));
    }

    [Fact]
    public void A_message_of_ours_is_sealed_and_that_of_a_correspondent_while_the_node_is_away()
    {
        Assert.Equal(DropReason.UnprotectedSignalling, _clear.WhyNotOut(Packet(HomeAgent, Bob, IpProtocol.MobilityHeader), Now));
        Assert.Equal(DropReason.UnprotectedSignalling, _clear.WhyNotOut(Packet(Correspondent, Alice, IpProtocol.MobilityHeader), Now));
        Assert.Equal(
            DropReason.UnprotectedSignalling, _clear.WhyNotOut(Behind(IpProtocol.DestinationOptions, Correspondent, Alice, IpProtocol.MobilityHeader), Now));
        // At home nobody protects what does not pass us.
        Assert.Equal(DropReason.None, _clear.WhyNotOut(Packet(Correspondent, Bob, IpProtocol.MobilityHeader), Now));
    }

    private static byte[] Ike(Ipv6Address source, Ipv6Address destination)
    {
        var message = new byte[28];
        (message[0], message[17], message[27]) = (1, 0x20, 28);
        var packet = Packet(source, destination, IpProtocol.Udp, UdpHeader.Size + message.Length);
        new UdpHeader(Port.KeyExchange, Port.KeyExchange, (ushort)(UdpHeader.Size + message.Length)).Write(packet.AsSpan(Ipv6Header.Size));
        message.CopyTo(packet, Ipv6Header.Size + UdpHeader.Size);
        return packet;
    }

    private static byte[] Packet(Ipv6Address source, Ipv6Address destination, byte protocol, int length = 24)
    {
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, protocol, 64, source, destination).Write(packet);
        return packet;
    }

    /// <param name="third">The low half of the offset, if it is a fragment.</param>
    private static byte[] Behind(byte header, Ipv6Address source, Ipv6Address destination, byte protocol, byte third = 0)
    {
        var packet = Packet(source, destination, header, 32);
        (packet[Ipv6Header.Size], packet[Ipv6Header.Size + 3]) = (protocol, third);
        return packet;
    }
}
