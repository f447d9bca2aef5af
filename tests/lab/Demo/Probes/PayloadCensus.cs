using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>
/// What tshark sees of payload in a capture while a mobile node is away: in which outer headers it is ESP, and whether any is in the clear.
/// </summary>
/// <param name="EspToCareOf">ESP whose outer header is that of IPv6 between home agent and care-of address, and nothing between the two.</param>
/// <param name="EspInUdp">ESP in UDP, port 4500.</param>
/// <param name="Clear">TCP and echo messages that can be read in whatever tunnel.</param>
public sealed record PayloadCensus(int EspToCareOf, int EspInUdp, int Clear)
{
    public static PayloadCensus Of(string file, MobileNodePort node)
    {
        var away = new[] { Attachment.V6, Attachment.V4, Attachment.Nat1, Attachment.Nat2 }.Select(node.CareOfAddress);
        var outer = string.Join(" or ", away.Append(AddressPlan.Nat1Outside).Append(AddressPlan.Nat2Outside)
            .Select(a => $"{(a.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ip")}.addr == {a}"));
        return new PayloadCensus(
            Tshark.Count(file, $"esp and ipv6.nxt == 50 and ipv6.addr == {node.CareOfAddress(Attachment.V6)} and not ipv6.dstopts and not ipv6.routing"),
            Tshark.Count(file, "esp and udp.port == 4500 and not udp.port == 4191"),
            Tshark.Count(file, $"({outer}) and (tcp or icmp.type == 0 or icmp.type == 8 or icmpv6.type == 128 or icmpv6.type == 129)"));
    }
}
