using DsMip.Wire;

namespace DsMip.IPsec.Tests;

[Clause("4301-3.3-bump", "4303-2-format", "2410-2-null")]
public sealed class RoundTripTests
{
    public static TheoryData<EspSuite, IpsecMode, bool> Matrix()
    {
        var data = new TheoryData<EspSuite, IpsecMode, bool>();
        foreach (var suite in Enum.GetValues<EspSuite>())
        foreach (var mode in Enum.GetValues<IpsecMode>())
        {
            data.Add(suite, mode, true);
            data.Add(suite, mode, false);
        }

        return data;
    }

    [Theory, MemberData(nameof(Matrix))]
    public void What_goes_in_comes_out_and_is_not_readable_between(EspSuite suite, IpsecMode mode, bool extended)
    {
        using var pair = new Pair(suite, mode, extended);
        foreach (var size in Enumerable.Range(0, 70).Concat([255, 256, 1000, 1372, 1500, 9000, 60000]))
        {
            var plain = Packets.Udp6(size);
            var wire = pair.Seal(plain);
            Assert.Equal(plain, pair.Open(wire).Packet);
            var readable = wire.AsSpan().IndexOf(plain.AsSpan(40)) >= 0;
            Assert.Equal(suite == EspSuite.NullHmacSha256, readable);
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public void Ipv4_too(EspSuite suite, IpsecMode mode, bool extended)
    {
        TunnelEndpoints? tunnel = mode == IpsecMode.Tunnel ? new TunnelEndpoints(Packets.Alice4, Packets.Bob4) : null;
        using var pair = new Pair(suite, mode, extended, tunnel: tunnel);
        foreach (var size in (int[])[0, 1, 2, 3, 100, 1400])
        {
            var plain = Packets.Udp4(size);
            var wire = pair.Seal(plain);
            Assert.Equal(0, Packets.Checksum(wire.AsSpan(0, 20)));
            Assert.Equal(IpProtocol.Esp, wire[9]);
            Assert.Equal(plain, pair.Open(wire).Packet);
        }
    }

    [Theory]
    [Clause("4301-5.1.2-tunnel-header")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tunnel_of_one_family_carries_the_other(bool outerIpv4)
    {
        var tunnel = outerIpv4 ? new TunnelEndpoints(Packets.Alice4, Packets.Bob4) : new TunnelEndpoints(Packets.Alice, Packets.Bob);
        using var pair = new Pair(tunnel: tunnel);
        var plain = outerIpv4 ? Packets.Udp6(100) : Packets.Udp4(100);
        Assert.Equal(plain, pair.Open(pair.Seal(plain)).Packet);
    }

    [Fact]
    public void The_flow_label_of_a_transport_mode_packet_is_as_it_was_on_the_way_in()
    {
        using var pair = new Pair(EspSuite.AesCbc128HmacSha256);
        var wire = pair.Seal(Packets.Mobility(5));
        wire[1] = (byte)(wire[1] & 0xf0 | 0xa);
        wire[2] = 0xbc;
        wire[3] = 0xde;
        var (packet, _) = pair.Open(wire);
        Assert.Equal(Packets.Mobility(5, flowLabel: 0xabcde), packet);
    }

    [Theory]
    [InlineData(new[] { IpProtocol.HopByHop })]
    [InlineData(new[] { IpProtocol.DestinationOptions })]
    [InlineData(new[] { IpProtocol.HopByHop, IpProtocol.DestinationOptions, IpProtocol.Routing, IpProtocol.DestinationOptions })]
    public void Esp_follows_the_extension_headers_and_they_stay_readable(byte[] headers)
    {
        using var pair = new Pair();
        var plain = Packets.Ipv6(headers[0], [.. Chain(headers), .. Packets.Mobility(5).AsSpan(40)]);
        var wire = pair.Seal(plain);
        var esp = 40 + headers.Length * 8;
        Assert.Equal(IpProtocol.Esp, wire[esp - 8]);
        Assert.Equal(0x1000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(wire.AsSpan(esp)));
        Assert.Equal(plain.AsSpan(40, headers.Length * 8 - 8), wire.AsSpan(40, headers.Length * 8 - 8));
        Assert.Equal(plain, pair.Open(wire).Packet);
    }

    [Fact]
    public void Bytes_after_the_length_of_the_ip_header_are_no_part_of_the_packet()
    {
        using var pair = new Pair();
        var plain = Packets.Udp6(10);
        var wire = pair.Seal([.. plain, 1, 2, 3]);
        Assert.Equal(plain, pair.Open([.. wire, 0, 0]).Packet);
    }

    private static byte[] Chain(byte[] headers)
    {
        var bytes = new byte[headers.Length * 8];
        for (var i = 0; i < headers.Length; i++)
        {
            bytes[i * 8] = i + 1 < headers.Length ? headers[i + 1] : IpProtocol.MobilityHeader;
            bytes[i * 8 + 2] = 1;
            bytes[i * 8 + 3] = 4;
        }

        return bytes;
    }
}
