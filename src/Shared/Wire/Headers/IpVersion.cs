namespace DsMip.Wire;

/// <summary>The first nibble of an IP packet, by which IPv4 and IPv6 tell each other apart inside a tunnel (RFC 5555 4.1).</summary>
public static class IpVersion
{
    /// <summary>4, 6, or whatever stands there; 0 for an empty packet.</summary>
    public static int Of(ReadOnlySpan<byte> packet) => packet.IsEmpty ? 0 : packet[0] >> 4;
}
