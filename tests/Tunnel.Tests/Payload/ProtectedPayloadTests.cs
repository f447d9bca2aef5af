using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Payload;

/// <summary>ESP tunnel mode under its three outer headers (RFC 4877 4.3, RFC 5555 5, RFC 3948 2.1).</summary>
public sealed class ProtectedPayloadTests
{
    public static TheoryData<Encapsulation> Encapsulations => [Encapsulation.Ipv6, Encapsulation.Ipv4, Encapsulation.UdpIpv4];

    [Fact]
    [Clause("4877-4.3-source")]
    public void Over_ipv6_only_the_addresses_change()
    {
        var expected = Packets.Ipv6(Packets.HomeAgent, Packets.CareOf, IpProtocol.Esp, Packets.Esp(0x1234_5678));
        Assert.Equal(expected, Protected.Out(Protected.Sealed(), Tunnels.AtHomeAgent(Encapsulation.Ipv6)));
        var reverse = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(7));
        var sent = Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(7));
        Assert.Equal(sent, Protected.Out(reverse, Tunnels.AtMobileNode(Encapsulation.Ipv6)));
    }

    [Theory]
    [Clause("5555-4.1-esp-v4", "5555-4.1-esp-nat", "3948-2.1-udp")]
    [InlineData(Encapsulation.Ipv4)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void Over_ipv4_it_is_in_udp_without_checksum(Encapsulation encapsulation)
    {
        var frame = Protected.Out(Protected.Sealed(), Tunnels.AtHomeAgent(encapsulation));
        var expected = Packets.Ipv4(
            Packets.HomeAgentIpv4, Packets.Nat, IpProtocol.Udp, Packets.Udp(4500, Protected.NatPort, Packets.Esp(0x1234_5678)));
        expected[4] = expected[5] = 0;
        var sum = Packets.HeaderChecksum(expected);
        (expected[10], expected[11]) = ((byte)(sum >> 8), (byte)sum);
        Assert.Equal(expected, frame);
    }

    [Theory]
    [MemberData(nameof(Encapsulations))]
    public void What_comes_back_in_is_what_ipsec_had_sealed(Encapsulation encapsulation) =>
        Gen.Select(Gen.Int[0, 1300], Gen.Byte).Sample((length, trafficClass) =>
        {
            var packet = Protected.Sealed(length, trafficClass);
            var frame = Protected.Out(packet, Tunnels.AtHomeAgent(encapsulation), out _, remotePort: Port.IpsecNatTraversal)!;
            Assert.True(Protected.TryIn(frame, out var again, out _));
            Assert.Equal(packet, again);
        });

    [Fact]
    public void A_tag_does_not_leave_this_node()
    {
        var packet = Protected.Sealed();
        FlowLabelTag.Stamp(packet, 0x12345);
        foreach (var encapsulation in Encapsulations)
        {
            Assert.True(Protected.TryIn(
                Protected.Out(packet, Tunnels.AtHomeAgent(encapsulation), out _, remotePort: Port.IpsecNatTraversal)!, out var again, out _));
            Assert.Equal(0, FlowLabelTag.Read(again));
        }
    }

    /// <summary>RFC 6040: IPsec compares the mark of the path with the inner one; it has to find it in the header that it is given.</summary>
    [Fact]
    [Clause("3948-3.3-replace")]
    public void Congestion_marks_and_hop_limit_of_the_path_reach_ipsec()
    {
        var datagram = Packets.Udp(31_000, 4500, Packets.Esp(9));
        for (var octet = 0; octet < 256; octet++)
        {
            Assert.True(Protected.TryIn(Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, datagram, octet, timeToLive: 51), out var packet, out _));
            Assert.Equal(Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Esp, Packets.Esp(9), octet, hopLimit: 51), packet);
        }
    }

    [Fact]
    public void A_udp_checksum_does_not_matter_and_padding_is_cut()
    {
        var datagram = Packets.Udp(31_000, 4500, Packets.Esp(9));
        datagram[6] = 0xbe;
        byte[] frame = [.. Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, datagram), 0, 0, 0];
        Assert.True(Protected.TryIn(frame, out var packet, out _));
        Assert.Equal(40 + Packets.Esp(9).Length, packet.Length);
        Assert.True(Protected.TryIn([.. Protected.Sealed(), 0, 0], out packet, out _));
        Assert.Equal(Protected.Sealed(), packet);
    }

    [Fact]
    public void Pieces_that_ipsec_has_cut_pass_over_ipv6_only()
    {
        var piece = Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Fragment, [IpProtocol.Esp, 0, 4, 208, 0, 0, 0, 9, .. new byte[80]]);
        var frame = Protected.Out(piece, Tunnels.AtHomeAgent(Encapsulation.Ipv6));
        Assert.True(Protected.TryIn(frame, out var again, out _));
        Assert.Equal(piece, again);
        Assert.False(ProtectedPayload.TryReadSpi(frame, out _, out _));
        Assert.Null(Protected.Out(piece, Tunnels.AtHomeAgent(Encapsulation.UdpIpv4), out var why));
        Assert.Equal(DropReason.FragmentNotSupported, why);
    }

    [Theory]
    [MemberData(nameof(Encapsulations))]
    public void Spi_and_sequence_number_are_read_from_either_form(Encapsulation encapsulation)
    {
        foreach (var frame in new[]
                 {
                     Protected.Sealed(), Protected.Out(Protected.Sealed(), Tunnels.AtHomeAgent(encapsulation), out _, remotePort: Port.IpsecNatTraversal)!,
                 })
        {
            Assert.True(ProtectedPayload.TryReadSpi(frame, out var spi, out var sequence));
            Assert.Equal((0x1234_5678u, 1u), (spi, sequence));
        }
    }

    [Fact]
    public void Nothing_but_esp_goes_out_and_not_without_a_tunnel()
    {
        var clear = Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Udp, new byte[30]);
        Assert.Null(Protected.Out(clear, Tunnels.AtHomeAgent(Encapsulation.Ipv6), out var why));
        Assert.Equal(DropReason.UnknownNextHeader, why);
        Assert.Null(Protected.Out(Protected.Sealed()[..47], Tunnels.AtHomeAgent(Encapsulation.Ipv6), out why));
        Assert.Equal(DropReason.Truncated, why);
        Assert.Null(Protected.Out(Protected.Sealed(), default, out why));
        Assert.Equal(DropReason.NoBinding, why);
    }

    [Fact]
    public void Random_bytes_and_cut_frames_never_throw() =>
        Gen.Select(Gen.Byte.Array[0, 80], Gen.Int[0, 76], AnyOf.Values(0x45, 0x46, 0x60)).Sample((bytes, cut, first) =>
        {
            if (bytes.Length > 0) bytes[0] = (byte)first;
            foreach (var encapsulation in Encapsulations)
            {
                Protected.TryIn(bytes, out _, out _);
                Protected.Out(bytes, Tunnels.AtHomeAgent(encapsulation), out _);
                Protected.TryIn(Protected.Out(Protected.Sealed(), Tunnels.AtHomeAgent(encapsulation))[..cut], out _, out _);
            }
            ProtectedPayload.TryReadSpi(bytes, out _, out _);
        });
}
