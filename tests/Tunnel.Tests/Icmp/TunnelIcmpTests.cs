using DsMip.Tunnel.Tests.Encapsulating;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel.Tests.Icmp;

/// <summary>What the sender of a packet that did not fit is told (RFC 2473 7, RFC 4213 3.2), and who is told nothing.</summary>
public sealed class TunnelIcmpTests
{
    private static readonly TunnelIcmp Icmp = new(Packets.HomeAgent, Packets.HomeAgentIpv4);

    [Theory]
    [Clause("2473-6.7-mtu")]
    [InlineData(1400, 1400)]
    [InlineData(1200, 1280)]
    public void Ipv6_packet_too_big(int tunnelMtu, int reported)
    {
        var inner = PathMtuTests.OfSize(6, 1450);
        var packet = TooBig(inner, tunnelMtu);
        Assert.Equal(1280, packet.Length);
        Assert.True(Ipv6Header.TryRead(packet, out var header, out _));
        Assert.Equal((IpProtocol.Icmpv6, Packets.HomeAgent, Packets.Correspondent), (header.NextHeader, header.Source, header.Destination));
        Assert.True(Icmpv6Error.TryRead(packet.AsSpan(40), header.Source, header.Destination, out var error, out var quote, out _));
        Assert.Equal(Icmpv6Error.PacketTooBig(reported), error);
        Assert.Equal(inner[..quote.Length], quote.ToArray());
    }

    [Fact]
    public void Ipv4_fragmentation_needed()
    {
        var inner = PathMtuTests.OfSize(4, 1450);
        var packet = TooBig(inner, 1372);
        Assert.Equal(576, packet.Length);
        Assert.True(Ipv4Header.TryRead(packet, out var header, out _));
        Assert.Equal((IpProtocol.Icmp, Packets.HomeAgentIpv4, Packets.CorrespondentIpv4), (header.Protocol, header.Source, header.Destination));
        Assert.True(Icmpv4Error.TryRead(packet.AsSpan(20), out var error, out var quote, out _));
        Assert.Equal(Icmpv4Error.FragmentationNeeded(1372), error);
        Assert.Equal(inner[..quote.Length], quote.ToArray());
    }

    [Fact]
    public void Every_packet_that_the_encapsulator_finds_too_big_gets_an_answer_or_fragments()
    {
        foreach (var version in new[] { 4, 6 })
        foreach (var dontFragment in new[] { true, false })
        for (var pathMtu = 1280; pathMtu <= 1500; pathMtu += 11)
        {
            var inner = PathMtuTests.OfSize(version, 1490);
            if (version == 4 && !dontFragment) inner = Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, 17, new byte[1470], dontFragment: false);
            var entry = new TunnelEntry(pathMtu);
            var mtu = entry.TunnelMtu(Encapsulation.UdpIpv4);
            Assert.Equal(DropReason.PacketTooBig, Tunnels.Refusal(inner, Tunnels.AtHomeAgent(Encapsulation.UdpIpv4), entry));
            Assert.NotEqual(
                Icmp.TryPacketTooBig(inner, mtu, new byte[1280], out _, out _),
                Ipv4Fragments.TryCut(Packets.WithHeadroom(inner), Packets.Headroom, inner.Length, mtu, out _));
        }
    }

    [Fact]
    public void Unreachable_and_time_exceeded()
    {
        var buffer = new byte[TunnelIcmp.MaximumSize];
        Assert.True(Icmp.TryUnreachable(PathMtuTests.OfSize(6, 60), buffer, out var length, out _));
        Assert.Equal((1, 3, 108), (buffer[40], buffer[41], length));
        Assert.True(Icmp.TryUnreachable(PathMtuTests.OfSize(4, 60), buffer, out length, out _));
        Assert.Equal((3, 1, 88), (buffer[20], buffer[21], length));
        Assert.True(Icmp.TryTimeExceeded(PathMtuTests.OfSize(6, 60), buffer, out _, out _));
        Assert.Equal((3, 0), (buffer[40], buffer[41]));
        Assert.True(Icmp.TryTimeExceeded(PathMtuTests.OfSize(4, 60), buffer, out _, out _));
        Assert.Equal((11, 0), (buffer[20], buffer[21]));
    }

    [Fact]
    [Clause("4443-2.4-no-error")]
    public void No_error_answers_an_error_or_a_group_or_nobody()
    {
        var multicast = Ipv6Address.Parse("ff0e::1");
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Icmpv6, [1, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Icmpv6, [137, 0, 0, 0])));
        Assert.Equal(DropReason.Truncated, Refused(Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Icmpv6, [])));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Packets.Ipv6(Packets.Correspondent, multicast, 17, new byte[8])));
        Assert.Equal(DropReason.BadSourceAddress, Refused(Packets.Ipv6(multicast, Packets.HomeAddress, 17, new byte[8])));
        Assert.Equal(DropReason.BadSourceAddress, Refused(Packets.Ipv6(Ipv6Address.Any, Packets.HomeAddress, 17, new byte[8])));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Icmp, [3, 1, 0, 0])));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Packets.Ipv4(Packets.CorrespondentIpv4, Ipv4Address.Parse("224.0.0.1"), 17, new byte[8])));
        Assert.Equal(DropReason.FragmentNotSupported, Refused(Fragment()));
        Assert.Equal(DropReason.Truncated, Refused([0x45, 0]));
    }

    [Fact]
    public void An_echo_request_gets_its_error() =>
        Assert.True(Icmp.TryUnreachable(Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Icmpv6, [128, 0, 0, 0, 0, 0, 0, 0]), new byte[1280], out _, out _));

    [Fact]
    public void Without_an_address_of_the_family_nothing_is_sent()
    {
        Assert.False(new TunnelIcmp(Packets.HomeAgent, default).TryUnreachable(PathMtuTests.OfSize(4, 60), new byte[1280], out _, out var why));
        Assert.Equal(DropReason.BadSourceAddress, why);
    }

    private static byte[] Fragment()
    {
        var packet = Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, 17, new byte[8], dontFragment: false);
        packet[7] = 5;
        return packet;
    }

    private static byte[] TooBig(byte[] inner, int tunnelMtu)
    {
        var buffer = new byte[TunnelIcmp.MaximumSize];
        Assert.True(Icmp.TryPacketTooBig(inner, tunnelMtu, buffer, out var length, out _));
        return buffer[..length];
    }

    private static DropReason Refused(byte[] inner)
    {
        Assert.False(Icmp.TryUnreachable(inner, new byte[TunnelIcmp.MaximumSize], out var length, out var why));
        Assert.Equal(0, length);
        return why;
    }
}
