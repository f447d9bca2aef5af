using CsCheck;

namespace DsMip.Wire.Tests.Buffers;

public sealed class BufferTests
{
    [Fact]
    public void What_is_written_reads_back() =>
        Gen.Select(Gen.Byte, Gen.UShort, Gen.UInt, Gen.ULong, Generate.Ipv4, Generate.Ipv6, Generate.Bytes(0, 9)).Sample(
            (b, u16, u32, u64, v4, v6, bytes) =>
            {
                var writer = new WireWriter(new byte[64]);
                writer.WriteByte(b);
                writer.WriteUInt16(u16);
                writer.WriteUInt32(u32);
                writer.WriteUInt64(u64);
                writer.WriteIpv4(v4);
                writer.WriteIpv6(v6);
                writer.WriteBytes(bytes);
                var reader = new WireReader(writer.Written);
                Assert.True(reader.TryReadByte(out var b2) && reader.TryReadUInt16(out var s2) && s2 == u16 && b2 == b);
                Assert.True(reader.TryReadUInt32(out var i2) && reader.TryReadUInt64(out var l2) && i2 == u32 && l2 == u64);
                Assert.True(reader.TryReadIpv4(out var v42) && reader.TryReadIpv6(out var v62) && v42 == v4 && v62 == v6);
                Assert.True(reader.TryReadBytes(bytes.Length, out var rest) && rest.SequenceEqual(bytes));
                Assert.Equal(0, reader.Remaining);
            }, iter: 300);

    [Fact]
    public void Reading_past_the_end_moves_nothing()
    {
        var reader = new WireReader([1]);
        Assert.False(reader.TryReadUInt16(out _) || reader.TryReadUInt32(out _) || reader.TryReadUInt64(out _));
        Assert.False(reader.TryReadIpv4(out _) || reader.TryReadIpv6(out _) || reader.TrySkip(2) || reader.TrySkip(-1));
        Assert.Equal(1, reader.Remaining);
        Assert.True(reader.TryReadByte(out var value));
        Assert.Equal(1, value);
        Assert.False(reader.TryReadByte(out _));
    }

    [Fact]
    public void Writing_past_the_end_is_the_callers_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WireWriter(new byte[1]).WriteUInt16(1));

    [Fact]
    public void Value_arrays_compare_by_their_elements() =>
        Gen.Select(Generate.Bytes(0, 3), Generate.Bytes(0, 3)).Sample((a, b) =>
        {
            ValueArray<byte> left = ValueArray.Create<byte>(a), same = ValueArray.Create<byte>(a), right = ValueArray.Create<byte>(b);
            Assert.True(left == same);
            Assert.Equal(left.GetHashCode(), same.GetHashCode());
            Assert.Equal(a.AsSpan().SequenceEqual(b), left == right);
            Assert.Equal(Convert.ToHexStringLower(a), left.ToString());
        });

    [Fact]
    public void A_default_value_array_is_empty()
    {
        ValueArray<byte> none = default;
        Assert.Empty(none);
        Assert.Equal([], none);
    }
}
