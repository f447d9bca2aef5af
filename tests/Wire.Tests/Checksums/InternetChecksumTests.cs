using System.Buffers.Binary;
using CsCheck;

namespace DsMip.Wire.Tests.Checksums;

[Clause("1071-checksum")]
public sealed class InternetChecksumTests
{
    [Theory]
    [InlineData("", 0xffff)]
    [InlineData("0001f203f4f5f6f7", 0x220d)] // RFC 1071 section 3
    [InlineData("45000073000040004011c0a80001c0a800c7", 0xb861)]
    [InlineData("ff", 0x00ff)]
    public void Known_sums(string hex, int expected)
    {
        // The IPv4 example leaves its checksum field out: a zero field would add nothing.
        Assert.Equal(expected, InternetChecksum.Of(Convert.FromHexString(hex)));
    }

    [Fact]
    public void It_equals_the_definition_for_every_length() =>
        Generate.Bytes(0, 300).Sample(bytes => Assert.Equal(Definition(bytes), InternetChecksum.Of(bytes)), iter: 5000);

    [Fact]
    public void Worst_case_sums_do_not_overflow()
    {
        var bytes = new byte[65536 + 31];
        Array.Fill(bytes, (byte)0xff);
        Assert.Equal(Definition(bytes), InternetChecksum.Of(bytes));
    }

    [Fact]
    public void Parts_of_any_length_add_up_to_the_whole() =>
        Generate.Bytes(0, 70).Array[0, 8].Sample(parts =>
        {
            var checksum = new InternetChecksum();
            foreach (var part in parts) checksum.Add(part);
            Assert.Equal(Definition([.. parts.SelectMany(part => part)]), checksum.Value);
        }, iter: 3000);

    [Fact]
    public void A_block_with_its_checksum_in_it_is_valid_and_with_any_other_it_is_not() =>
        Gen.Select(Generate.Bytes(4, 100), Gen.UShort[1, 0xfffe]).Sample((bytes, off) =>
        {
            bytes[2] = bytes[3] = 0;
            var checksum = InternetChecksum.Of(bytes);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), checksum);
            Assert.True(InternetChecksum.IsValid(bytes));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(checksum + off));
            Assert.Equal(Definition(bytes) == 0, InternetChecksum.IsValid(bytes));
        }, iter: 2000);

    [Fact]
    public void Pseudo_headers_are_what_they_spell() =>
        Gen.Select(Generate.Ipv6, Generate.Ipv6, Generate.Ipv4, Generate.Ipv4, Gen.Byte, Generate.Bytes(0, 90)).Sample(
            (source6, destination6, source4, destination4, protocol, packet) =>
            {
                var v6 = new byte[40];
                source6.Write(v6);
                destination6.Write(v6.AsSpan(16));
                v6[35] = (byte)packet.Length;
                v6[39] = protocol;
                Assert.Equal(Definition([.. v6, .. packet]), PseudoHeader.Checksum(source6, destination6, protocol, packet));
                var v4 = new byte[12];
                source4.Write(v4);
                destination4.Write(v4.AsSpan(4));
                v4[9] = protocol;
                v4[11] = (byte)packet.Length;
                Assert.Equal(Definition([.. v4, .. packet]), PseudoHeader.Checksum(source4, destination4, protocol, packet));
            }, iter: 1000);

    [Fact]
    public void Typed_parts_equal_their_bytes() =>
        Gen.Select(Generate.Ipv6, Generate.Ipv4, Gen.UShort).Sample((v6, v4, number) =>
        {
            var typed = new InternetChecksum();
            typed.Add(v6);
            typed.Add(v4);
            typed.Add(number);
            var writer = new WireWriter(new byte[22]);
            writer.WriteIpv6(v6);
            writer.WriteIpv4(v4);
            writer.WriteUInt16(number);
            Assert.Equal(Definition(writer.Written.ToArray()), typed.Value);
        }, iter: 500);

    [Fact]
    [Clause("1624-update")]
    public void An_incremental_update_equals_a_full_sum() =>
        Gen.Select(Generate.Bytes(42, 80), Generate.Ipv6, Gen.UInt, Gen.UShort).Sample((bytes, v6, number, small) =>
        {
            bytes[0] |= 1; // all zeros cannot occur under a pseudo-header, and have two sums
            var checksum = InternetChecksum.Of(bytes);
            checksum = IncrementalChecksum.Update(checksum, Ipv6Address.Read(bytes.AsSpan(4)), v6);
            v6.Write(bytes.AsSpan(4));
            Assert.Equal(InternetChecksum.Of(bytes), checksum);
            checksum = IncrementalChecksum.Update(checksum, Ipv4Address.Read(bytes.AsSpan(20)), new Ipv4Address(number));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), number);
            Assert.Equal(InternetChecksum.Of(bytes), checksum);
            checksum = IncrementalChecksum.Update(checksum, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(40)), small);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(40), small);
            Assert.Equal(InternetChecksum.Of(bytes), checksum);
        }, iter: 3000);

    [Fact]
    [Clause("1624-update")]
    public void Rfc_1624_section_4_example() => Assert.Equal(0x0000, IncrementalChecksum.Update(0xdd2f, 0x5555, 0x3285));

    [Fact]
    public void Replacing_a_field_keeps_the_block_valid() =>
        Gen.Select(Generate.Bytes(20, 60), Gen.UShort).Sample((bytes, value) =>
        {
            bytes[0] = 0x45;
            bytes[10] = bytes[11] = 0;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), InternetChecksum.Of(bytes));
            IncrementalChecksum.Replace(bytes, 10, 4, value);
            Assert.Equal(value, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4)));
            Assert.True(InternetChecksum.IsValid(bytes));
        }, iter: 1000);

    private static ushort Definition(byte[] bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += (uint)(bytes[i] << (i % 2 == 0 ? 8 : 0));
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (ushort)~sum;
    }
}
