using DsMip.Wire;

namespace DsMip.Tunnel.Tests.RouteOptimization;

public sealed class OptimizedPacketTests
{
    private const byte Udp = 17;
    private static readonly byte[] Content = [0x12, 0x34, 0x56, 0x78, 0, 10, 0, 0, 1, 2];

    [Fact]
    [Clause("6275-11.3.1-optimized", "6275-11.3.2-hao-first")]
    public void What_leaves_has_the_care_of_address_and_the_home_address_in_an_option_in_front_of_everything_else()
    {
        foreach (var protocol in new[] { Udp, IpProtocol.Esp, IpProtocol.Fragment, IpProtocol.DestinationOptions })
        {
            var packet = Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, protocol, Content);
            var buffer = new byte[Packets.Headroom + packet.Length];
            packet.CopyTo(buffer, Packets.Headroom);
            Assert.True(OptimizedPacket.MayLeave(packet));
            var range = OptimizedPacket.AddHomeAddressOption(buffer, Packets.Headroom, packet.Length, Packets.CareOf);
            byte[] option = [protocol, 2, 1, 2, 0, 0, 0xc9, 16, .. Bytes(Packets.HomeAddress)];
            Assert.Equal(Packets.Ipv6(Packets.CareOf, Packets.Correspondent, 60, [.. option, .. Content]), buffer[range]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(43)]
    public void What_has_headers_that_come_before_the_option_takes_the_tunnel(byte protocol) =>
        Assert.False(OptimizedPacket.MayLeave(Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, protocol, new byte[24])));

    [Fact]
    [Clause("6275-11.3.1-hao-nd")]
    public void Neighbor_discovery_never_has_the_option()
    {
        for (var type = 0; type < 256; type++)
            Assert.Equal(type is < 133 or > 137, OptimizedPacket.MayLeave(Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, 58, [(byte)type, 0, 0, 0])));
    }

    [Fact]
    [Clause("6275-11.3.3-direct")]
    public void What_comes_behind_a_routing_header_is_as_it_would_have_come_home()
    {
        var frame = Packets.Ipv6(Packets.Correspondent, Packets.CareOf, 43, [.. Routing(Packets.HomeAddress), .. Content]);
        Assert.True(OptimizedPacket.TryRestore(frame, Packets.HomeAddress, out var inner, out var careOf, out _));
        Assert.Equal(Packets.CareOf, careOf);
        Assert.Equal(Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, Udp, Content), frame[inner]);
    }

    [Theory]
    [Clause("6275-11.3.3-rh2")]
    [InlineData(1, 4)]
    [InlineData(2, 0)]
    [InlineData(2, 4)]
    [InlineData(3, 0)]
    [InlineData(3, 2)]
    [InlineData(23, 0x99)]
    public void A_routing_header_of_another_length_type_count_or_address_is_refused_and_left_as_it_is(int offset, byte value)
    {
        var frame = Packets.Ipv6(Packets.Correspondent, Packets.CareOf, 43, [.. Routing(Packets.HomeAddress), .. Content, .. new byte[32]]);
        frame[40 + offset] = value;
        var before = frame.ToArray();
        Assert.False(OptimizedPacket.TryRestore(frame, Packets.HomeAddress, out _, out _, out var why));
        Assert.Equal(DropReason.BadRoutingHeader, why);
        Assert.Equal(before, frame);
    }

    [Fact]
    public void What_is_cut_short_is_refused()
    {
        var frame = Packets.Ipv6(Packets.Correspondent, Packets.CareOf, 43, [.. Routing(Packets.HomeAddress), .. Content]);
        for (var length = 0; length < frame.Length; length++) Assert.False(OptimizedPacket.TryRestore(frame.AsSpan(0, length), Packets.HomeAddress, out _, out _, out _));
        for (var length = 0; length < Ipv6Header.Size; length++) Assert.False(OptimizedPacket.MayLeave(frame.AsSpan(0, length)));
    }

    private static byte[] Routing(Ipv6Address home) => [Udp, 2, 2, 1, 0, 0, 0, 0, .. Bytes(home)];

    private static byte[] Bytes(Ipv6Address address)
    {
        var bytes = new byte[Ipv6Address.Size];
        address.Write(bytes);
        return bytes;
    }
}
