using CsCheck;

namespace DsMip.Wire.Tests.Headers;

[Clause("8200-3-header")]
public sealed class Ipv6HeaderTests
{
    private static readonly Gen<Ipv6Header> Header = Gen.Select(
        Gen.Byte, Gen.UInt[0, Ipv6Header.MaximumFlowLabel], Gen.UShort[0, 200], Gen.Byte, Gen.Byte, Generate.Ipv6, Generate.Ipv6,
        (trafficClass, label, length, next, hops, source, destination) =>
            new Ipv6Header(trafficClass, label, length, next, hops, source, destination));

    [Fact]
    public void Known_bytes()
    {
        var bytes = new byte[40];
        var header = new Ipv6Header(0xb8, 0xabcde, 0x1234, 17, 64, Ipv6Address.Parse("2001:db8::1"), Ipv6Address.Parse("ff02::2"));
        header.Write(bytes);
        Assert.Equal(
            "6b8abcde12341140" + "20010db8000000000000000000000001" + "ff020000000000000000000000000002", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void A_header_reads_back_as_written_and_every_truncation_is_refused() =>
        Header.Sample(header =>
        {
            var packet = new byte[header.PacketLength];
            header.Write(packet);
            Assert.True(Ipv6Header.TryRead(packet, out var read, out var why));
            Assert.Equal(header, read);
            Assert.Equal(DropReason.None, why);
            for (var length = 0; length < packet.Length; length++)
            {
                Assert.False(Ipv6Header.TryRead(packet.AsSpan(0, length), out _, out why));
                Assert.Equal(DropReason.Truncated, why);
                Assert.Equal(length >= 40, Ipv6Header.TryReadHeader(packet.AsSpan(0, length), out _, out _));
            }
        }, iter: 100);

    [Fact]
    public void A_view_changes_one_field_and_no_other() =>
        Gen.Select(Header, Header, Gen.Int[0, 6]).Sample((header, other, field) =>
        {
            var packet = new byte[header.PacketLength];
            header.Write(packet);
            var view = new Ipv6View(packet);
            var expected = header;
            switch (field)
            {
                case 0: view.TrafficClass = other.TrafficClass; expected = header with { TrafficClass = other.TrafficClass }; break;
                case 1: view.FlowLabel = other.FlowLabel | 0xf0000000; expected = header with { FlowLabel = other.FlowLabel }; break;
                case 2: view.PayloadLength = other.PayloadLength; expected = header with { PayloadLength = other.PayloadLength }; break;
                case 3: view.NextHeader = other.NextHeader; expected = header with { NextHeader = other.NextHeader }; break;
                case 4: view.HopLimit = other.HopLimit; expected = header with { HopLimit = other.HopLimit }; break;
                case 5: view.Source = other.Source; expected = header with { Source = other.Source }; break;
                default: view.Destination = other.Destination; expected = header with { Destination = other.Destination }; break;
            }
            Assert.True(Ipv6Header.TryReadHeader(packet, out var read, out _));
            Assert.Equal(expected, read);
            Assert.Equal(
                expected,
                new Ipv6Header(view.TrafficClass, view.FlowLabel, view.PayloadLength, view.NextHeader, view.HopLimit, view.Source, view.Destination));
        }, iter: 500);

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0x70)]
    public void Another_version_is_refused(byte first)
    {
        var packet = new byte[40];
        packet[0] = first;
        Assert.False(Ipv6Header.TryRead(packet, out _, out var why));
        Assert.Equal(DropReason.BadVersion, why);
        Assert.Equal(first >> 4, IpVersion.Of(packet));
        Assert.Equal(0, IpVersion.Of([]));
    }
}
