namespace DsMip.Tunnel;

/// <summary>What stands in front of a packet between mobile node and home agent.</summary>
public enum Encapsulation : byte
{
    /// <summary>Nothing: signalling sent natively over IPv6, with Home Address option or type 2 routing header when away from home.</summary>
    Native,

    /// <summary>An IPv6 header (RFC 2473).</summary>
    Ipv6,

    /// <summary>An IPv4 header (RFC 4213, RFC 2003).</summary>
    Ipv4,

    /// <summary>An IPv4 and a UDP header, port 4191 at the home agent (RFC 5555 4.1).</summary>
    UdpIpv4,
}
