using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>What is too long and was sealed by us is the kernel's to report; all else is ours.</summary>
public sealed class RefusedFramesTests
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:f::2");
    private static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    private static readonly Ipv4Address CorrespondentIpv4 = Ipv4Address.Parse("203.0.113.7");
    private readonly RefusedFrames _refused = new(Configured.Options(), null!, null!, new HomeAgentMetrics(), TimeProvider.System);

    [Fact]
    public void Esp_of_others_is_a_packet_like_any()
    {
        Assert.True(_refused.IsSealed(Ipv6(HomeAgent, IpProtocol.Esp)));
        Assert.False(_refused.IsSealed(Ipv6(HomeAgent, IpProtocol.Ipv6)));
        Assert.False(_refused.IsSealed(Ipv6(Correspondent, IpProtocol.Esp)));
    }

    [Fact]
    public void Port_4500_is_ours_behind_our_address_wherever_the_header_ends()
    {
        Assert.True(_refused.IsSealed(Ipv4(HomeAgentIpv4, options: 0, Port.IpsecNatTraversal)));
        Assert.True(_refused.IsSealed(Ipv4(HomeAgentIpv4, options: 8, Port.IpsecNatTraversal)));
        Assert.False(_refused.IsSealed(Ipv4(HomeAgentIpv4, options: 0, Port.DsMip)));
        Assert.False(_refused.IsSealed(Ipv4(CorrespondentIpv4, options: 0, Port.IpsecNatTraversal)));
        Assert.False(_refused.IsSealed(Ipv4(HomeAgentIpv4, options: 0, Port.IpsecNatTraversal).AsSpan(0, 24)));
    }

    private static byte[] Ipv6(Ipv6Address source, byte protocol)
    {
        var frame = new byte[Ipv6Header.Size + 8];
        new Ipv6Header(0, 0, 8, protocol, 64, source, Ipv6Address.Parse(Configured.Alice)).Write(frame);
        return frame;
    }

    private static byte[] Ipv4(Ipv4Address source, int options, ushort port)
    {
        var frame = new byte[Ipv4Header.Size + options + UdpHeader.Size];
        new Ipv4Header(0, (ushort)frame.Length, 0, true, false, 0, 64, IpProtocol.Udp, source, CorrespondentIpv4).Write(frame);
        frame[0] = (byte)(0x40 | (Ipv4Header.Size + options) / 4);
        new UdpHeader(port, port, UdpHeader.Size).Write(frame.AsSpan(Ipv4Header.Size + options));
        return frame;
    }
}
