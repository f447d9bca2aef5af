namespace DsMip.Tunnel.Tests.Encapsulating;

/// <summary>Payload in each kind of tunnel without UDP, against frames made with scapy. DSCP EF and ECT(1) are copied.</summary>
[Clause("6275-10.4.2-tunnel", "5555-4.1-v6", "5555-4.1-v4", "2473-3.1-encapsulate", "2003-3-ipip")]
public sealed class KnownBytesTests
{
    private const string InnerIpv6 = "6b900000000b113920010db8000c0000000000000000000920010db8000100000000000000000100 00010002000bdeea616263";
    private const string InnerIpv4 = "45b9001f000700003911b450c00002500a0a0064 00010002000b6eb4616263";

    [Theory]
    [InlineData(Encapsulation.Ipv6, InnerIpv6, "6b9000000033294020010db800010000000000000000000120010db80f0000000000000000000007")]
    [InlineData(Encapsulation.Ipv4, InnerIpv6, "45b90047000040004029d396c6336401cb007109")]
    [InlineData(Encapsulation.Ipv6, InnerIpv4, "6b900000001f044020010db800010000000000000000000120010db80f0000000000000000000007")]
    [InlineData(Encapsulation.Ipv4, InnerIpv4, "45b90033000040004004d3cfc6336401cb007109")]
    public void Outer_headers(Encapsulation encapsulation, string inner, string outer) =>
        Assert.Equal(Packets.Bytes(outer + inner), Tunnels.Encapsulate(Packets.Bytes(inner), Tunnels.AtHomeAgent(encapsulation)));
}
