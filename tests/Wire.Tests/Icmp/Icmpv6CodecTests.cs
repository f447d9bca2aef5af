using System.Buffers.Binary;
using CsCheck;
using DsMip.Wire.Icmp;

namespace DsMip.Wire.Tests.Icmp;

[Clause("6275-6.5-dhaad-request", "6275-6.6-dhaad-reply", "6275-6.7-mps", "6275-6.8-mpa", "6275-7.2-r-bit")]
public sealed class Icmpv6CodecTests
{
    private static readonly Ipv6Address Node = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");

    [Fact]
    public void Every_message_reads_back_as_it_was_written() =>
        Generate.Icmpv6.Sample(message =>
        {
            Assert.True(Icmpv6Codec.TryRead(Write(message), Node, Agent, out var read, out var why));
            Assert.Equal(DropReason.None, why);
            Assert.Equal(message, read);
        }, iter: 500);

    [Fact]
    public void Every_truncation_is_refused_or_is_a_shorter_list() =>
        Generate.Icmpv6.Sample(message =>
        {
            var bytes = Write(message);
            for (var length = 0; length < bytes.Length; length++)
            {
                var cut = Seal(bytes[..length]);
                var ok = Icmpv6Codec.TryRead(cut, Node, Agent, out var read, out var why);
                Assert.Equal(ok, why == DropReason.None);
                if (ok) Assert.Equal(cut, Write(read!));
                else Assert.True(why is DropReason.Truncated or DropReason.BadLength);
            }
        }, iter: 200);

    [Fact]
    public void A_flipped_bit_is_refused_and_under_a_right_checksum_never_throws() =>
        Generate.Icmpv6.Sample(message =>
        {
            var bytes = Write(message);
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                var flipped = bytes.ToArray();
                flipped[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(Icmpv6Codec.TryRead(flipped, Node, Agent, out _, out var why));
                Assert.Equal(DropReason.BadChecksum, why);
                var ok = Icmpv6Codec.TryRead(Seal(flipped), Node, Agent, out var read, out why);
                Assert.Equal(ok, read is not null);
                Assert.Equal(ok, why == DropReason.None);
            }
        }, iter: 50);

    [Fact]
    public void Known_bytes()
    {
        var advertisement = new MobilePrefixAdvertisement(
            0x1234, true, false,
            [new(64, PrefixInformationFlags.OnLink | PrefixInformationFlags.RouterAddress, 7200, 3600, Agent)]);
        Assert.Equal(
            "12348000" + "030440a000001c2000000e1000000000" + "20010db8000100000000000000000001",
            Convert.ToHexStringLower(Write(advertisement)[4..]));
        Assert.Equal("abcd8000", Convert.ToHexStringLower(Write(new HomeAgentAddressDiscoveryRequest(0xabcd, true))[4..]));
    }

    [Theory]
    [InlineData("93000000" + "00010000" + "0500", DropReason.BadLength)] // an option of length zero
    [InlineData("93000000" + "00010000" + "0501000000000000" + "03", DropReason.BadLength)]
    [InlineData("93000000" + "00010000" + "0301000000000000", DropReason.BadLength)] // prefix information of 8 bytes
    [InlineData("91000000" + "00010000" + "20010db8", DropReason.BadLength)]
    [InlineData("80000000" + "00010000", DropReason.UnexpectedMessage)]
    public void Malformed_messages_have_a_reason(string hex, DropReason expected)
    {
        Assert.False(Icmpv6Codec.TryRead(Seal(Convert.FromHexString(hex)), Node, Agent, out _, out var why));
        Assert.Equal(expected, why);
    }

    [Fact]
    [Clause("6275-6.8-options")]
    public void Options_of_others_are_skipped()
    {
        var bytes = Seal(Convert.FromHexString("93000000" + "00074000" + "0501000000000000"));
        Assert.True(Icmpv6Codec.TryRead(bytes, Node, Agent, out var read, out _));
        Assert.Equal(new MobilePrefixAdvertisement(7, false, true, []), read);
    }

    private static byte[] Write(Icmpv6Message message)
    {
        var bytes = new byte[Icmpv6Codec.Measure(message)];
        Assert.Equal(bytes.Length, Icmpv6Codec.Write(message, Node, Agent, bytes));
        return bytes;
    }

    private static byte[] Seal(byte[] bytes)
    {
        if (bytes.Length < 4) return bytes;
        bytes[2] = bytes[3] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), PseudoHeader.Checksum(Node, Agent, IpProtocol.Icmpv6, bytes));
        return bytes;
    }
}
