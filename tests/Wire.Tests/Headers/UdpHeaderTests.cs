using CsCheck;

namespace DsMip.Wire.Tests.Headers;

[Clause("8200-8.1-udp")]
public sealed class UdpHeaderTests
{
    private static readonly Gen<byte[]> Datagram = Gen.Select(Gen.UShort, Gen.UShort, Generate.Bytes(0, 80), (source, destination, data) =>
    {
        var bytes = new byte[8 + data.Length];
        new UdpHeader(source, destination, (ushort)bytes.Length).Write(bytes);
        data.CopyTo(bytes, 8);
        return bytes;
    });

    [Fact]
    public void A_header_reads_back_as_written_and_every_truncation_is_refused() =>
        Datagram.Sample(datagram =>
        {
            Assert.True(UdpHeader.TryRead(datagram, out var header, out _));
            var again = datagram.ToArray();
            header.Write(again);
            Assert.Equal(datagram, again);
            for (var length = 0; length < datagram.Length; length++)
            {
                Assert.False(UdpHeader.TryRead(datagram.AsSpan(0, length), out _, out var why));
                Assert.Equal(DropReason.Truncated, why);
            }
        }, iter: 100);

    [Fact]
    public void A_length_less_than_the_header_is_refused()
    {
        Assert.False(UdpHeader.TryRead(Convert.FromHexString("105f105f00070000"), out _, out var why));
        Assert.Equal(DropReason.BadLength, why);
    }

    [Fact]
    public void Sealed_datagrams_are_valid_and_flipped_bits_are_not() =>
        Gen.Select(Datagram, Generate.Ipv4, Generate.Ipv6, Gen.Int[0, 63]).Sample((datagram, v4, v6, bit) =>
        {
            UdpHeader.Seal(datagram, v4, v4);
            Assert.True(UdpHeader.IsChecksumValid(datagram, v4, v4));
            Assert.True(UdpHeader.TryRead(datagram, out var header, out _));
            Assert.NotEqual(0, header.Checksum);
            UdpHeader.Seal(datagram, v6, v6);
            Assert.True(UdpHeader.IsChecksumValid(datagram, v6, v6));
            datagram[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(UdpHeader.IsChecksumValid(datagram, v6, v6));
        }, iter: 1000);

    [Fact]
    [Clause("5555-4.1.1-zero-checksum")]
    public void No_checksum_is_fine_on_IPv4_only()
    {
        var datagram = Convert.FromHexString("105f105f00080000");
        Assert.True(UdpHeader.IsChecksumValid(datagram, Ipv4Address.Any, Ipv4Address.Any));
        Assert.False(UdpHeader.IsChecksumValid(datagram, Ipv6Address.Any, Ipv6Address.Any));
    }

    [Fact]
    public void A_sum_of_zero_is_sent_as_all_ones()
    {
        // 17 + 8 + ports + length = 0xffff
        var datagram = Convert.FromHexString("ffde000000080000");
        UdpHeader.Seal(datagram, Ipv4Address.Any, Ipv4Address.Any);
        Assert.Equal("ffde00000008ffff", Convert.ToHexStringLower(datagram));
        Assert.True(UdpHeader.IsChecksumValid(datagram, Ipv4Address.Any, Ipv4Address.Any));
    }
}
