using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.KeyExchange;

[Clause("7296-3.1-recognise")]
public sealed class IkePacketTests
{
    private const ulong Spi = 0x1122_3344_5566_7788;

    [Theory]
    [InlineData(500)]
    [InlineData(4500)]
    public void A_message_is_known_by_its_header(ushort port)
    {
        Assert.True(IkePacket.TryRead(Ike.FromHome(Packets.HomeAddress, Spi, port), out var ike, out var why));
        Assert.Equal(DropReason.None, why);
        Assert.Equal(new IkePacket(Packets.HomeAddress, Packets.HomeAgent, port, port, Spi, IsResponse: false), ike);
    }

    [Fact]
    public void The_initiators_port_may_be_any()
    {
        byte[] marked = [0, 0, 0, 0, .. Ike.Message(Spi)];
        Assert.True(IkePacket.TryRead(Ipv6(Packets.Udp(31_000, 4500, marked)), out _, out _));
        Assert.True(IkePacket.TryRead(Ipv6(Packets.Udp(4500, 31_000, marked)), out _, out _));
        Refused(Ipv6(Packets.Udp(31_000, 31_001, marked)));
        Refused(Ipv6(Packets.Udp(4500, 500, marked)));
    }

    [Fact]
    public void Whatever_differs_in_the_header_is_no_ike()
    {
        Refused(Ike.FromHome(Packets.HomeAddress, 0));
        Refused(Changed(message => message[17] = 0x10));
        Refused(Changed(message => message[27]++));
        Refused(Changed(message => message[27]--));
        Refused(Ike.Packet(Packets.HomeAddress, Packets.HomeAgent, 500, Ike.Message(Spi)[..27]));
        Refused(Ipv6(Packets.Udp(4500, 4500, Ike.Message(Spi))));
        Refused(Ipv6(Packets.Udp(4500, 4500, [0xff])));
        Refused(Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Tcp, Packets.Udp(500, 500, Ike.Message(Spi))));
        Refused(Ipv6([.. Packets.Udp(500, 500, Ike.Message(Spi)), 0]));
    }

    /// <summary>A packet that another network stack might reassemble, or route elsewhere, into something that we did not look at.</summary>
    [Theory]
    [InlineData(IpProtocol.Fragment)]
    [InlineData(IpProtocol.DestinationOptions)]
    [InlineData(IpProtocol.Routing)]
    [InlineData(IpProtocol.HopByHop)]
    public void No_extension_headers(byte header) =>
        Refused(Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, header, [17, 0, 0, 0, 0, 0, 0, 0, .. Packets.Udp(500, 500, Ike.Message(Spi))]));

    [Fact]
    public void Cut_and_random_packets_are_refused_with_a_reason() => Gen.Select(Gen.Byte.Array[0, 120], Gen.Int[0, 99]).Sample((bytes, cut) =>
    {
        Assert.False(IkePacket.TryRead(Ike.FromHome(Packets.HomeAddress, Spi).AsSpan(0, cut), out _, out var why));
        Assert.NotEqual(DropReason.None, why);
        IkePacket.TryRead(bytes, out _, out _);
        IkePacket.TryRead(Ipv6(bytes), out _, out _);
    });

    private static byte[] Changed(Action<byte[]> change)
    {
        var message = Ike.Message(Spi);
        change(message);
        return Ike.Packet(Packets.HomeAddress, Packets.HomeAgent, 500, message);
    }

    private static byte[] Ipv6(byte[] datagram) => Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Udp, datagram);

    private static void Refused(byte[] packet)
    {
        Assert.False(IkePacket.TryRead(packet, out _, out var why));
        Assert.Equal(DropReason.NotKeyExchange, why);
    }
}
