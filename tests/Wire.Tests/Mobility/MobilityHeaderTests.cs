using CsCheck;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

public sealed class MobilityHeaderTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");

    [Fact]
    [Clause("6275-6.1.1-length", "6275-6.1.2-brr", "6275-6.1.3-tests", "6275-6.1.9-error", "6275-6.2.6-nonce-indices", "3963-4.3-option")]
    [Clause("4283-3-option", "5846-5.1-bri", "5846-5.2-bra", "5142-4-message")]
    public void Every_message_reads_back_as_it_was_written() =>
        Gen.Select(Generate.Message, Generate.Ipv6, Generate.Ipv6).Sample((message, source, destination) =>
        {
            var bytes = MobilityHeaderCodec.Write(message, source, destination);
            Assert.Equal(0, bytes.Length % 8);
            Assert.True(MobilityHeaderCodec.TryRead(bytes, source, destination, out var read, out var why));
            Assert.Equal(DropReason.None, why);
            Assert.Equal(message, read);
            Assert.True(MobilityHeaderCodec.TryPeekType(bytes, out var type));
            Assert.Equal(message.Type, type);
        }, iter: 2000);

    [Fact]
    [Clause("6275-6.2.1-alignment", "6275-6.2.3-padn", "6275-6.2.5-alternate", "6275-6.2.6-nonce-indices", "5555-3.1.1-option")]
    [Clause("5555-3.1.2-option", "5555-3.2.1-option", "5555-3.2.2-option", "3963-4.3-option", "4283-3-option")]
    public void Options_start_where_their_alignment_says() =>
        Generate.Message.Sample(message =>
        {
            var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
            var data = new WireWriter(new byte[message.MostData]);
            message.WriteData(ref data);
            var at = 6 + data.Position;
            foreach (var option in message.Options.Items)
            {
                while (bytes[at] is 0 or 1) at += bytes[at] == 0 ? 1 : 2 + bytes[at + 1];
                Assert.Equal(option.Type, bytes[at]);
                Assert.Equal(option.Alignment.Offset, at % option.Alignment.N);
                at += 2 + option.Length;
            }
        }, iter: 500);

    [Fact]
    [Clause("6275-9.2-header-len")]
    public void Every_truncation_is_refused() =>
        Generate.Message.Sample(message =>
        {
            var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(MobilityHeaderCodec.TryRead(bytes.AsSpan(0, length), Home, Agent, out var read, out var why));
                Assert.Equal(DropReason.Truncated, why);
                Assert.Null(read);
            }
        }, iter: 100);

    [Fact]
    public void Every_truncation_with_a_header_length_and_a_checksum_to_match_is_read_or_refused_with_a_reason() =>
        Generate.Message.Sample(message =>
        {
            var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
            for (var length = 8; length < bytes.Length; length += 8)
            {
                var cut = bytes[..length];
                cut[1] = (byte)(length / 8 - 1);
                Seal(cut);
                var ok = MobilityHeaderCodec.TryRead(cut, Home, Agent, out var read, out var why);
                Assert.Equal(ok, read is not null);
                Assert.True(ok ? why == DropReason.None : why is DropReason.BadHeaderLength or DropReason.BadMobilityOption);
            }
        }, iter: 200);

    [Fact]
    [Clause("6275-9.2-checksum")]
    public void Every_flipped_bit_is_seen_by_the_checksum() =>
        Generate.Message.Sample(message =>
        {
            var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                if (bit / 8 == 1) continue; // Header Len: other bytes are summed then, and 1 in 65536 sums is right
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(MobilityHeaderCodec.TryRead(bytes, Home, Agent, out _, out var why));
                Assert.Equal(DropReason.BadChecksum, why);
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }, iter: 30);

    [Fact]
    public void A_flipped_bit_under_a_right_checksum_never_throws() =>
        Generate.Message.Sample(message =>
        {
            var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                var flipped = bytes.ToArray();
                flipped[bit / 8] ^= (byte)(1 << bit % 8);
                Seal(flipped);
                AnswersWithoutThrowing(flipped);
            }
        }, iter: 50);

    [Fact]
    public void Random_bytes_under_a_right_checksum_never_throw() =>
        Gen.Select(Gen.Byte[0, 17], Gen.Byte.Array[6, 6 + 8 * 8]).Sample((type, tail) =>
        {
            byte[] bytes = [59, 0, type, .. tail];
            bytes = bytes[..(bytes.Length & ~7)];
            bytes[1] = (byte)(bytes.Length / 8 - 1);
            Seal(bytes);
            AnswersWithoutThrowing(bytes);
        }, iter: 5000);

    [Fact]
    public void Bytes_behind_the_header_are_ignored()
    {
        var message = new BindingRefreshRequest(MobilityOptions.None);
        byte[] bytes = [.. MobilityHeaderCodec.Write(message, Home, Agent), 1, 2, 3];
        Assert.True(MobilityHeaderCodec.TryRead(bytes, Home, Agent, out var read, out _));
        Assert.Equal(message, read);
    }

    [Fact]
    [Clause("6275-6.1.1-checksum")]
    public void The_checksum_covers_the_addresses() =>
        Gen.Select(Generate.Message, Gen.Int[0, 127]).Sample((message, bit) =>
        {
            var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
            var other = new Ipv6Address(Home.Value ^ (UInt128.One << bit));
            Assert.False(MobilityHeaderCodec.TryRead(bytes, other, Agent, out _, out var why));
            Assert.Equal(DropReason.BadChecksum, why);
        }, iter: 200);

    [Theory]
    [Clause("6275-9.2-checksum", "6275-9.2-payload-proto", "6275-9.2-header-len")]
    [InlineData(0, 6, DropReason.BadPayloadProto)]
    [InlineData(2, 8, DropReason.UnknownMobilityHeaderType)]
    [InlineData(2, 11, DropReason.UnknownMobilityHeaderType)]
    [InlineData(2, 15, DropReason.UnknownMobilityHeaderType)]
    [InlineData(2, 17, DropReason.UnknownMobilityHeaderType)]
    [InlineData(2, 255, DropReason.UnknownMobilityHeaderType)]
    [InlineData(1, 0, DropReason.BadHeaderLength)]
    public void Rules_of_9_2_have_a_reason_each(int offset, byte value, DropReason expected)
    {
        var bytes = MobilityHeaderCodec.Write(new BindingUpdate(default, default, default, MobilityOptions.None), Home, Agent);
        bytes[offset] = value;
        Seal(bytes);
        Assert.False(MobilityHeaderCodec.TryRead(bytes, Home, Agent, out _, out var why));
        Assert.Equal(expected, why);
    }

    [Fact]
    [Clause("6275-6.1.1-reserved")]
    public void A_reserved_field_is_ignored()
    {
        var message = new BindingUpdate(new(7), BindingUpdateFlags.Acknowledge, new(15), MobilityOptions.None);
        var bytes = MobilityHeaderCodec.Write(message, Home, Agent);
        bytes[3] = 0xff;
        bytes[9] |= 0xff;
        Seal(bytes);
        Assert.True(MobilityHeaderCodec.TryRead(bytes, Home, Agent, out var read, out _));
        Assert.Equal(message, read);
    }

    [Fact]
    public void A_message_larger_than_its_buffer_or_than_a_header_is_the_callers_mistake()
    {
        var small = new BindingRefreshRequest(MobilityOptions.None);
        Assert.Throws<ArgumentException>(() => MobilityHeaderCodec.Write(small, Home, Agent, new byte[7]));
        var option = new UnknownMobilityOption(200, ValueArray.Create<byte>(new byte[250]));
        var large = new BindingRefreshRequest(MobilityOptions.Of(option, option, option, option, option, option, option, option, option));
        Assert.Throws<ArgumentException>(() => MobilityHeaderCodec.Write(large, Home, Agent));
    }

    private static void AnswersWithoutThrowing(byte[] bytes)
    {
        var ok = MobilityHeaderCodec.TryRead(bytes, Home, Agent, out var read, out var why);
        Assert.Equal(ok, read is not null);
        Assert.Equal(ok, why == DropReason.None);
        Assert.NotEqual(DropReason.BadChecksum, why);
    }

    private static void Seal(byte[] bytes)
    {
        bytes[4] = bytes[5] = 0;
        var covered = bytes.AsSpan(0, Math.Min(bytes.Length, 8 * (bytes[1] + 1)));
        var checksum = PseudoHeader.Checksum(Home, Agent, IpProtocol.MobilityHeader, covered);
        bytes[4] = (byte)(checksum >> 8);
        bytes[5] = (byte)checksum;
    }
}
