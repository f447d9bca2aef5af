using CsCheck;
using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

/// <summary>Walking what the kernel wrote: nothing ends up outside the buffer, whatever the lengths say.</summary>
public sealed class WalkerTests
{
    /// <summary>Zeros make the upper bytes of lengths, so that many lengths nearly fit.</summary>
    private static readonly Gen<byte> MostlyZero = Gen.Frequency((4, Gen.Const((byte)0)), (1, Gen.Byte[0, 40]));

    [Fact]
    public void Any_ancillary_data_ends_without_an_exception() => MostlyZero.Array[0, 96].Sample(bytes =>
    {
        var controls = new ControlMessages(bytes);
        var total = 0;
        while (controls.MoveNext()) total += controls.Data.Length + controls.Number * 0;
        return total <= bytes.Length;
    });

    [Fact]
    public void Any_netlink_datagram_ends_without_an_exception() => MostlyZero.Array[0, 128].Sample(bytes =>
    {
        var total = 0;
        var reader = new NetlinkReader(bytes);
        while (reader.MoveNext())
        {
            total += 16;
            if (!reader.TryBody(out RouteHeader _, out var attributes)) continue;
            while (attributes.MoveNext()) total += attributes.Data.Length;
        }
        return total <= bytes.Length;
    });

    [Fact]
    public void What_the_writer_writes_the_reader_reads() =>
        Gen.Select(Gen.UInt, Gen.String[Gen.Char['a', 'z'], 0, 15], Gen.UInt).Sample((number, text, address) =>
    {
        var writer = new NetlinkWriter(stackalloc byte[256], 99, 0x400);
        writer.Body(new AddressHeader(1, 2, 3, 4, 5));
        writer.Attribute(7, number);
        writer.Attribute(8, text);
        writer.Attribute(9, new Ipv4Address(address));
        var reader = new NetlinkReader(writer.Finish());

        Assert.True(reader.MoveNext());
        Assert.Equal((99, 0x401), (reader.Header.Type, reader.Header.Flags));
        Assert.True(reader.TryBody(out AddressHeader header, out var attributes));
        Assert.Equal(new AddressHeader(1, 2, 3, 4, 5), header);
        Assert.True(attributes.MoveNext());
        Assert.Equal((7, number), (attributes.Type, attributes.Number));
        Assert.True(attributes.MoveNext());
        Assert.Equal((8, text), (attributes.Type, attributes.Text));
        Assert.True(attributes.MoveNext());
        Assert.Equal((9, (IpAddress)new Ipv4Address(address)), (attributes.Type, attributes.Address));
        Assert.False(attributes.MoveNext());
        Assert.False(reader.MoveNext());
    });
}
