using DsMip.Tunnel;

namespace DsMip.HomeAgent.Admin;

/// <summary>One security association of a mobile node.</summary>
/// <param name="Purpose"><c>Signalling</c>, <c>ReturnRoutability</c>, <c>PrefixDiscovery</c>, <c>Payload</c> or <c>Other</c>.</param>
/// <param name="Spi">As <c>0x</c> and eight digits.</param>
/// <param name="Mode"><c>Transport</c> or <c>Tunnel</c>.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>, seen from the home agent.</param>
/// <param name="CarriedBy">What is around its packets on the way: <c>native</c> for nothing, <c>udp-4191</c>, <c>udp-4500</c>.</param>
public sealed record ProtectionJson(string Purpose, string Spi, string Mode, string Direction, string Selector, string CarriedBy)
{
    public static ProtectionJson Of(string purpose, uint spi, bool isTunnel, bool inbound, string selector, in BidirectionalTunnel tunnel) => new(
        purpose, $"0x{spi:x8}", isTunnel ? "Tunnel" : "Transport", inbound ? "in" : "out", selector, Carrier(isTunnel, tunnel));

    // Over IPv4 signalling is in UDP even where payload is not (RFC 5555 4.4.2), and ESP in tunnel mode always is (RFC 5555 5).
    private static string Carrier(bool isTunnel, in BidirectionalTunnel tunnel) =>
        !tunnel.Remote.IsIpv4 ? "native" : isTunnel ? "udp-4500" : "udp-4191";
}
