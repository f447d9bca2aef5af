namespace DsMip.IPsec.Tests;

/// <summary>The table of RFC 6040 4.2, and the copies of RFC 4301 5.1.2.</summary>
[Clause("4301-5.1.2-tunnel-header", "6040-4.2-egress")]
public sealed class EcnTests
{
    private static readonly int?[][] InnerByOuter =
    [
        [0, 0, 0, null],
        [1, 1, 1, 3],
        [2, 1, 2, 3],
        [3, 3, 3, 3],
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Congestion_marks_come_in_from_the_tunnel(bool ipv4)
    {
        for (var inner = 0; inner < 4; inner++)
        for (var outer = 0; outer < 4; outer++)
        {
            using var pair = new Pair(mode: IpsecMode.Tunnel);
            var plain = Marked(ipv4, inner);
            var wire = pair.Seal(plain);
            Assert.Equal(0xb8 | inner, TrafficClass(wire));
            SetIpv6(wire, 0xb8 | outer);
            var (packet, why) = pair.Open(wire);
            if (InnerByOuter[inner][outer] is { } expected) Assert.Equal(Marked(ipv4, expected), packet);
            else Assert.Equal(IpsecDiscard.CongestionNotCapable, why);
        }
    }

    private static byte[] Marked(bool ipv4, int ecn)
    {
        if (!ipv4)
        {
            var packet = Packets.Udp6(10);
            SetIpv6(packet, 0xb8 | ecn);
            return packet;
        }

        var four = Packets.Udp4(10);
        four[1] = (byte)(0xb8 | ecn);
        four.AsSpan(10, 2).Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(four.AsSpan(10), Packets.Checksum(four.AsSpan(0, 20)));
        return four;
    }

    private static void SetIpv6(byte[] packet, int trafficClass)
    {
        packet[0] = (byte)(0x60 | trafficClass >> 4);
        packet[1] = (byte)(trafficClass << 4 | packet[1] & 15);
    }

    private static int TrafficClass(byte[] packet) => (packet[0] & 15) << 4 | packet[1] >> 4;
}
