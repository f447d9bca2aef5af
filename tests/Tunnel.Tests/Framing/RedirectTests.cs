using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Framing;

public sealed class RedirectTests
{
    [Theory]
    [InlineData(IpProtocol.Icmp, 5, true)]
    [InlineData(IpProtocol.Icmp, 3, false)]
    [InlineData(IpProtocol.Udp, 5, false)]
    public void Of_ipv4_with_and_without_options_and_only_in_a_first_fragment(byte protocol, byte type, bool expected)
    {
        foreach (var words in new[] { 5, 7 })
        {
            var packet = new byte[words * 4 + 8];
            (packet[0], packet[9], packet[words * 4]) = ((byte)(0x40 | words), protocol, type);
            Assert.Equal(expected, InnerPacket.IsRedirect(packet));
            packet[6] = 0x20; // more fragments
            Assert.Equal(expected, InnerPacket.IsRedirect(packet));
            packet[7] = 1;
            Assert.False(InnerPacket.IsRedirect(packet));
        }
    }

    [Theory]
    [InlineData(IpProtocol.Icmpv6, 137, true)]
    [InlineData(IpProtocol.Icmpv6, 136, false)]
    [InlineData(IpProtocol.Udp, 137, false)]
    public void Of_ipv6(byte protocol, byte type, bool expected)
    {
        var packet = new byte[48];
        (packet[0], packet[6], packet[40]) = (0x60, protocol, type);
        Assert.Equal(expected, InnerPacket.IsRedirect(packet));
    }

    [Fact]
    public void What_is_cut_short_is_none()
    {
        var ipv4 = new byte[28];
        (ipv4[0], ipv4[9], ipv4[20]) = (0x45, IpProtocol.Icmp, 5);
        for (var length = 0; length <= 20; length++) Assert.False(InnerPacket.IsRedirect(ipv4.AsSpan(0, length)));
        ipv4[0] = 0x4f;
        Assert.False(InnerPacket.IsRedirect(ipv4));
        Assert.False(InnerPacket.IsRedirect([0x60, .. new byte[39]]));
    }
}
