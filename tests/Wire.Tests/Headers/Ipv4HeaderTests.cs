using CsCheck;

namespace DsMip.Wire.Tests.Headers;

[Clause("791-3.1-header")]
public sealed class Ipv4HeaderTests
{
    private static readonly Gen<Ipv4Header> Header = Gen.Select(
        Gen.Select(Gen.Byte, Gen.UShort[60, 200], Gen.UShort), Gen.Select(Gen.Bool, Gen.Bool, Gen.UShort[0, 0x1fff]),
        Gen.Byte, Gen.Byte, Generate.Ipv4, Generate.Ipv4, Gen.Int[5, 15],
        (first, fragment, ttl, protocol, source, destination, words) =>
            new Ipv4Header(first.Item1, first.Item2, first.Item3, fragment.Item1, fragment.Item2, fragment.Item3, ttl, protocol, source, destination)
            { HeaderLength = 4 * words });

    [Fact]
    public void Known_bytes()
    {
        // https://en.wikipedia.org/wiki/Internet_checksum: a UDP packet with DF, checksum b861.
        var header = new Ipv4Header(
            0, 0x73, 0, true, false, 0, 64, IpProtocol.Udp, Ipv4Address.Parse("192.168.0.1"), Ipv4Address.Parse("192.168.0.199"));
        var bytes = new byte[20];
        header.Write(bytes);
        Assert.Equal("4500007300004000" + "4011b861" + "c0a80001c0a800c7", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void A_header_reads_back_as_written_and_every_truncation_is_refused() =>
        Gen.Select(Header, Generate.Bytes(60, 60)).Sample((header, options) =>
        {
            var packet = new byte[header.TotalLength];
            options.CopyTo(packet, 0);
            header.Write(packet);
            Assert.True(Ipv4Header.TryRead(packet, out var read, out var why));
            Assert.Equal(header, read);
            Assert.Equal(DropReason.None, why);
            Assert.Equal(header.MoreFragments || header.FragmentOffset > 0, read.IsFragment);
            Assert.Equal(options[20..header.HeaderLength], packet[20..header.HeaderLength]);
            for (var length = 0; length < packet.Length; length++)
            {
                Assert.False(Ipv4Header.TryRead(packet.AsSpan(0, length), out _, out why));
                Assert.Equal(DropReason.Truncated, why);
                Assert.Equal(length >= header.HeaderLength, Ipv4Header.TryReadHeader(packet.AsSpan(0, length), out _, out _));
            }
        }, iter: 100);

    [Fact]
    public void Every_flipped_bit_is_refused() =>
        Header.Sample(header =>
        {
            var packet = new byte[header.TotalLength];
            header.Write(packet);
            for (var bit = 0; bit < 8 * header.HeaderLength; bit++)
            {
                packet[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(Ipv4Header.TryRead(packet, out _, out var why));
                Assert.NotEqual(DropReason.None, why);
                packet[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }, iter: 50);

    [Fact]
    public void A_view_changes_one_field_and_the_checksum_with_it() =>
        Gen.Select(Header, Header, Gen.Int[0, 6]).Sample((header, other, field) =>
        {
            var packet = new byte[200];
            header.Write(packet);
            var view = new Ipv4View(packet);
            var expected = header;
            switch (field)
            {
                case 0: view.TypeOfService = other.TypeOfService; expected = header with { TypeOfService = other.TypeOfService }; break;
                case 1: view.TotalLength = other.TotalLength; expected = header with { TotalLength = other.TotalLength }; break;
                case 2: view.Identification = other.Identification; expected = header with { Identification = other.Identification }; break;
                case 3: view.DontFragment = other.DontFragment; expected = header with { DontFragment = other.DontFragment }; break;
                case 4: view.TimeToLive = other.TimeToLive; expected = header with { TimeToLive = other.TimeToLive }; break;
                case 5: view.Source = other.Source; expected = header with { Source = other.Source }; break;
                default: view.Destination = other.Destination; expected = header with { Destination = other.Destination }; break;
            }
            Assert.True(Ipv4Header.TryRead(packet, out var read, out _));
            Assert.Equal(expected, read);
            Assert.Equal(expected.IsFragment, view.IsFragment);
            Assert.Equal(expected.HeaderLength, view.HeaderLength);
            Assert.Equal(
                (expected.TypeOfService, expected.TotalLength, expected.Identification, expected.DontFragment, expected.TimeToLive),
                (view.TypeOfService, view.TotalLength, view.Identification, view.DontFragment, view.TimeToLive));
            Assert.Equal((expected.Protocol, expected.Source, expected.Destination), (view.Protocol, view.Source, view.Destination));
        }, iter: 500);

    [Theory]
    [InlineData(0x65, 0x0014, DropReason.BadVersion)]
    [InlineData(0x44, 0x0014, DropReason.BadLength)]
    [InlineData(0x46, 0x0017, DropReason.BadLength)]
    [InlineData(0x45, 0x0013, DropReason.BadLength)]
    public void Impossible_lengths_and_versions_have_a_reason(byte first, ushort totalLength, DropReason expected)
    {
        var packet = new byte[60];
        packet[0] = first;
        packet[3] = (byte)totalLength;
        Assert.False(Ipv4Header.TryRead(packet, out _, out var why));
        Assert.Equal(expected, why);
    }
}
