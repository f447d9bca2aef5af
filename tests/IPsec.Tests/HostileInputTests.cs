using CsCheck;
using DsMip.Wire;

namespace DsMip.IPsec.Tests;

[Clause("4301-5.2-audit")]
public sealed class HostileInputTests
{
    public static TheoryData<EspSuite, IpsecMode> Matrix()
    {
        var data = new TheoryData<EspSuite, IpsecMode>();
        foreach (var suite in Enum.GetValues<EspSuite>())
        foreach (var mode in Enum.GetValues<IpsecMode>())
            data.Add(suite, mode);
        return data;
    }

    [Theory, MemberData(nameof(Matrix))]
    [Clause("4303-3.4.4-integrity")]
    public void No_packet_with_one_bit_changed_under_esp_opens(EspSuite suite, IpsecMode mode)
    {
        using var pair = new Pair(suite, mode);
        var wire = pair.Seal(Packets.Mobility(5));
        for (var bit = 40 * 8; bit < wire.Length * 8; bit++)
        {
            var altered = (byte[])wire.Clone();
            altered[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Null(pair.Open(altered).Packet);
        }

        Assert.NotNull(pair.Open(wire).Packet);
        Assert.Equal(0u, (uint)(pair.Inbound.HighestAccepted >> 32));
    }

    [Theory, MemberData(nameof(Matrix))]
    public void A_bit_changed_in_the_ip_header_never_throws(EspSuite suite, IpsecMode mode)
    {
        for (var bit = 0; bit < 40 * 8; bit++)
        {
            using var pair = new Pair(suite, mode);
            var wire = pair.Seal(Packets.Mobility(5));
            wire[bit / 8] ^= (byte)(1 << bit % 8);
            pair.Open(wire);
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public void A_packet_cut_anywhere_is_refused(EspSuite suite, IpsecMode mode)
    {
        using var pair = new Pair(suite, mode);
        var wire = pair.Seal(Packets.Mobility(5));
        for (var length = 0; length < wire.Length; length++)
        {
            Assert.Equal(IpsecDiscard.Malformed, pair.Open(wire.AsSpan(0, length)).Why);
            if (length < 40) continue;
            // The same cut with an IP header that agrees with it.
            var cut = wire.AsSpan(0, length).ToArray();
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(4), (ushort)(length - 40));
            Assert.Null(pair.Open(cut).Packet);
        }

        Assert.NotNull(pair.Open(wire).Packet);
    }

    [Fact]
    public void Random_bytes_in_either_direction_end_in_exactly_one_answer()
    {
        using var pair = new Pair(inbound: TrafficSelector.MobilityHeader(default, default, 5));
        byte[] versions = [0x60, 0x45, 0x4f, 0x00], protocols = [0, 43, 44, 50, 51, 59, 60, 135];
        var gen = Gen.Select(Gen.Int[0, 3].Select(i => versions[i]), Gen.Int[0, 7].Select(i => protocols[i]), Gen.Byte.Array[0, 120]);
        gen.Sample(t =>
        {
            var (version, next, rest) = t;
            byte[] packet = [version, .. rest];
            if (packet.Length > 9) packet[version == 0x60 ? 6 : 9] = next;
            if (packet.Length > 5 && version == 0x60) (packet[4], packet[5]) = (0, (byte)Math.Max(0, packet.Length - 40));
            if (packet.Length > 5 && version != 0x60) (packet[2], packet[3]) = (0, (byte)packet.Length);
            Assert.Null(pair.Open(packet).Packet);
        }, iter: 20_000, threads: 1);
    }

    [Fact]
    [Clause("4301-7-fragments")]
    public void A_fragment_is_no_transport_mode_packet()
    {
        using var pair = new Pair();
        var first = Packets.Ipv6(IpProtocol.Fragment, [IpProtocol.Udp, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(IpsecDiscard.Fragment, pair.WhyNotSealed(first));
        var esp = Packets.Ipv6(IpProtocol.Fragment, [IpProtocol.Esp, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(IpsecDiscard.Fragment, pair.Open(esp).Why);
    }

    [Fact]
    public void What_would_not_fit_an_ip_packet_is_too_big() =>
        Assert.Equal(IpsecDiscard.TooBig, new Pair().WhyNotSealed(Packets.Udp6(65_480)));

    [Fact]
    public void An_endless_chain_of_extension_headers_is_malformed()
    {
        var chain = new byte[8 * 20];
        for (var i = 0; i < 20; i++) chain[i * 8] = IpProtocol.DestinationOptions;
        using var pair = new Pair();
        Assert.Equal(IpsecDiscard.Malformed, pair.Open(Packets.Ipv6(IpProtocol.DestinationOptions, chain)).Why);
    }

    [Fact]
    [Clause("4301-4.1-sad")]
    public void A_wrong_spi_is_unknown()
    {
        using var pair = new Pair();
        var wire = pair.Seal(Packets.Mobility(5));
        wire[43] ^= 1;
        Assert.Equal(IpsecDiscard.UnknownSpi, pair.Open(wire).Why);
    }

    [Fact]
    [Clause("4303-2.6-dummy")]
    public void A_dummy_packet_is_counted_and_goes_no_further()
    {
        using var pair = new Pair();
        var wire = pair.Seal(Packets.Ipv6(IpProtocol.NoNextHeader, new byte[33]));
        Assert.Equal(IpsecDiscard.Dummy, pair.Open(wire).Why);
        Assert.Equal(1ul, pair.Inbound.HighestAccepted);
    }
}
