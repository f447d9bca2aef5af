using CsCheck;

namespace DsMip.Tunnel.Tests.Encapsulating;

/// <summary>What goes into a tunnel comes out of it unchanged, and the other end learns where it came from.</summary>
[Clause("5555-4.1-v6", "5555-4.1-v4", "5555-4.1-udp", "2473-3.1-encapsulate")]
public sealed class RoundTripTests
{
    public static readonly Gen<Encapsulation> AnyEncapsulation = AnyOf.Values(Encapsulation.Ipv6, Encapsulation.Ipv4, Encapsulation.UdpIpv4);

    public static readonly Gen<byte[]> AnyPacket =
        from version in AnyOf.Values(4, 6)
        from trafficClass in Gen.Int[0, 255]
        from hopLimit in Gen.Int[1, 255]
        from protocol in Gen.Byte
        from payload in Gen.Byte.Array[0, 1200]
        select version == 4
            ? Packets.Ipv4(Packets.HomeAddressIpv4, Packets.CorrespondentIpv4, protocol, payload, trafficClass, (byte)hopLimit)
            : Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, protocol, payload, trafficClass, (byte)hopLimit);

    [Fact]
    [Clause("6275-10.4.5-decapsulate", "5555-4.4.3-source")]
    public void Uplink_is_the_identity() => Gen.Select(AnyPacket, AnyEncapsulation).Sample((packet, encapsulation) =>
    {
        var frame = Tunnels.Encapsulate(packet, Tunnels.AtMobileNode(encapsulation));
        Assert.True(Decapsulator.TryDecapsulate(frame, out var ingress, out var inner, out _));
        Assert.Equal(Tunnels.IngressOf(Tunnels.AtHomeAgent(encapsulation)), ingress);
        Assert.Equal(packet, frame[inner]);
    });

    [Fact]
    [Clause("6275-10.4.2-tunnel", "5555-2.3.1-association", "5555-4.5.1-downlink")]
    public void Downlink_is_the_identity() => Gen.Select(AnyPacket, AnyEncapsulation).Sample((packet, encapsulation) =>
    {
        var frame = Tunnels.Encapsulate(packet, Tunnels.AtHomeAgent(encapsulation));
        Assert.True(Decapsulator.TryDecapsulate(frame, Packets.HomeAddress, out var ingress, out var inner, out _));
        Assert.Equal(Tunnels.IngressOf(Tunnels.AtMobileNode(encapsulation)), ingress);
        Assert.Equal(packet, frame[inner]);
    });

    [Fact]
    public void Tunnels_nest() => Gen.Select(AnyPacket, AnyEncapsulation, AnyEncapsulation).Sample((packet, first, second) =>
    {
        var outerMost = Tunnels.AtMobileNode(second);
        outerMost = outerMost with { Remote = outerMost.Remote.IsIpv4 ? Packets.CorrespondentIpv4 : Packets.Correspondent };
        var frame = Tunnels.Encapsulate(Tunnels.Encapsulate(packet, Tunnels.AtMobileNode(first)), outerMost);
        Assert.True(Decapsulator.TryDecapsulate(frame, out _, out var middle, out _));
        Assert.True(Decapsulator.TryDecapsulate(frame.AsSpan()[middle], out _, out var inner, out _));
        Assert.Equal(packet, frame[middle][inner]);
    });

    [Fact]
    [Clause("5555-4.1.1-ttl", "2473-3.3-hop-limit")]
    public void A_forwarding_entry_takes_one_from_the_hop_limit_and_nothing_else() =>
        Gen.Select(AnyPacket, AnyEncapsulation).Where((packet, _) => packet[packet[0] >> 4 == 4 ? 8 : 7] > 1).Sample((packet, encapsulation) =>
        {
            var frame = Tunnels.Encapsulate(packet, Tunnels.AtHomeAgent(encapsulation), new TunnelEntry(Forwards: true));
            Assert.True(Decapsulator.TryDecapsulate(frame, Packets.HomeAddress, out _, out var inner, out _));
            var expected = (byte[])packet.Clone();
            expected[packet[0] >> 4 == 4 ? 8 : 7]--;
            if (packet[0] >> 4 == 4)
            {
                var sum = Packets.HeaderChecksum(expected);
                (expected[10], expected[11]) = ((byte)(sum >> 8), (byte)sum);
            }
            Assert.Equal(expected, frame[inner]);
        });
}
