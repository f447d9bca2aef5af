using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Decapsulation;

/// <summary>One malformed or unwanted thing at a time, and the reason it is counted under.</summary>
public sealed class RefusalTests
{
    private static readonly byte[] Inner = Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, IpProtocol.Udp, new byte[8]);
    private static readonly byte[] Sealed = Packets.Esp(7);

    [Fact]
    public void Fragments()
    {
        var frame = Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Ipv6, Inner, dontFragment: false);
        frame[6] = 0x20;
        Refresh(frame);
        Assert.Equal(DropReason.FragmentNotSupported, Refused(frame));
        Assert.Equal(
            DropReason.FragmentNotSupported,
            Refused(Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, IpProtocol.Fragment, [.. Packets.Bytes("29 00 0001 00000001"), .. Inner])));
    }

    [Fact]
    [Clause("5555-4.1-nibble")]
    public void Udp_payload_that_is_neither_ipv4_nor_ipv6()
    {
        Assert.Equal(DropReason.Truncated, Refused(Udp([])));
        Assert.Equal(DropReason.BadVersion, Refused(Udp([0xff])));
        Assert.Equal(DropReason.BadVersion, Refused(Udp([0x50, .. new byte[60]])));
    }

    [Fact]
    [Clause("5555-4.1-nibble")]
    public void Protocol_number_and_version_nibble_disagree()
    {
        Assert.Equal(DropReason.BadVersion, Refused(Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Ipv4, Inner)));
        Assert.Equal(DropReason.BadVersion, Refused(Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, IpProtocol.Ipv4, Inner)));
    }

    [Fact]
    [Clause("5555-4.1-esp-port")]
    public void Other_ports()
    {
        var toOther = Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, Packets.Udp(Port.DsMip, 4500, Inner));
        Assert.Equal(DropReason.NotForUs, Refused(toOther));
        var fromOther = Packets.Ipv4(Packets.HomeAgentIpv4, Packets.CareOfIpv4, IpProtocol.Udp, Packets.Udp(4500, Port.DsMip, Inner));
        Assert.Equal(DropReason.NotForUs, Refused(fromOther, Packets.HomeAddress));
    }

    [Fact]
    [Clause("5555-4.1.1-zero-checksum")]
    public void A_udp_checksum_that_is_there_has_to_be_right()
    {
        var datagram = Packets.Udp(40_000, Port.DsMip, Inner);
        Assert.True(Decapsulator.TryDecapsulate(Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, datagram), out _, out _, out _));
        datagram[6] = 1;
        Assert.Equal(DropReason.BadChecksum, Refused(Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, datagram)));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public void Outer_ipv4_sources_that_nobody_can_have(string source) =>
        Assert.Equal(DropReason.BadSourceAddress, Refused(Packets.Ipv4(Ipv4Address.Parse(source), Packets.HomeAgentIpv4, IpProtocol.Ipv6, Inner)));

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:203.0.113.9")]
    public void Outer_ipv6_sources_that_nobody_can_have(string source) =>
        Assert.Equal(DropReason.BadSourceAddress, Refused(Packets.Ipv6(Ipv6Address.Parse(source), Packets.HomeAgent, IpProtocol.Ipv6, Inner)));

    [Fact]
    public void Each_end_takes_its_own_header_only()
    {
        Assert.Equal(DropReason.BadHomeAddressOption, Refused(Native.HomeAddressOption(Sealed), Packets.HomeAddress));
        Assert.Equal(DropReason.BadRoutingHeader, Refused(Native.RoutingHeader(Sealed)));
    }

    [Fact]
    [Clause("6275-11.3.3-rh2")]
    public void A_routing_header_with_another_address_length_or_segment_count()
    {
        Assert.Equal(DropReason.BadRoutingHeader, Refused(Native.RoutingHeader(Sealed), Packets.Correspondent));
        Assert.Equal(DropReason.BadRoutingHeader, Refused(Changed(Native.RoutingHeader(Sealed), 43, 0), Packets.HomeAddress));
        Assert.Equal(DropReason.BadRoutingHeader, Refused(Changed(Native.RoutingHeader(Sealed), 43, 2), Packets.HomeAddress));
        Assert.Equal(DropReason.BadRoutingHeader, Refused(Changed(Native.RoutingHeader(Sealed), 41, 4), Packets.HomeAddress));
        Assert.Equal(DropReason.BadRoutingHeader, Refused(Changed(Native.RoutingHeader(Sealed), 42, 0), Packets.HomeAddress));
    }

    [Fact]
    [Clause("6275-6.3-once")]
    public void A_home_address_that_is_not_unicast_routable()
    {
        var frame = Native.HomeAddressOption(Sealed);
        Ipv6Address.Parse("ff02::1").Write(frame.AsSpan(48));
        Assert.Equal(DropReason.BadHomeAddressOption, Refused(frame));
    }

    [Fact]
    [Clause("6275-6.3-once")]
    public void Two_home_addresses()
    {
        var second = Native.HomeAddressOption(Sealed)[40..64];
        second[0] = IpProtocol.DestinationOptions;
        var frame = Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, IpProtocol.DestinationOptions, [.. second, .. Native.HomeAddressOption(Sealed)[40..]]);
        Assert.Equal(DropReason.BadHomeAddressOption, Refused(frame));
    }

    [Fact]
    [Clause("6275-9.3.1-no-binding")]
    public void Neither_header_belongs_before_a_tunnelled_packet()
    {
        var option = Changed(Native.HomeAddressOption(Inner), 40, IpProtocol.Ipv6);
        Assert.Equal(DropReason.BadHomeAddressOption, Refused(option));
        var routing = Changed(Native.RoutingHeader(Inner), 40, IpProtocol.Ipv6);
        Assert.Equal(DropReason.BadRoutingHeader, Refused(routing, Packets.HomeAddress));
    }

    [Theory]
    [InlineData(IpProtocol.Tcp)]
    [InlineData(IpProtocol.NoNextHeader)]
    [InlineData(IpProtocol.AuthenticationHeader)]
    public void Upper_layers_that_are_no_business_of_a_tunnel(byte protocol) =>
        Assert.Equal(DropReason.UnknownNextHeader, Refused(Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, protocol, new byte[32])));

    [Fact]
    [Clause("2473-4.1.1-limit", "4213-3.6-padding")]
    public void Headers_before_the_inner_one_are_stepped_over_and_padding_behind_it_is_cut()
    {
        var limit = Packets.Bytes("29 00 04 01 04 01 01 00"); // tunnel encapsulation limit, RFC 2473 4.1.1
        var frame = Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, IpProtocol.DestinationOptions, [.. limit, .. Inner, 1, 2, 3]);
        Assert.True(Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _));
        Assert.Equal(Inner, frame[inner]);
        Assert.Equal(Encapsulation.Ipv6, ingress.Encapsulation);
    }

    private static byte[] Udp(byte[] payload) =>
        Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, Packets.Udp(40_000, Port.DsMip, payload));

    private static byte[] Changed(byte[] frame, int offset, byte value)
    {
        frame[offset] = value;
        return frame;
    }

    private static void Refresh(byte[] frame) => BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(10), Packets.HeaderChecksum(frame));

    private static DropReason Refused(byte[] frame) => Refused(frame, Ipv6Address.Any);

    private static DropReason Refused(byte[] frame, Ipv6Address homeAddress)
    {
        Assert.False(Decapsulator.TryDecapsulate(frame, homeAddress, out _, out _, out var why));
        return why;
    }
}
