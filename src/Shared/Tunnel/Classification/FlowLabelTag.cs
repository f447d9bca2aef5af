using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// A number in the flow label of an IPv6 packet (RFC 8200 3, 20 bits). ESP in transport mode does not cover the IPv6 header, so the tag goes
/// through IPsec with the packet and names the frame that the decrypted message came in.
/// </summary>
/// <remarks>A tag is local to this node: stamped over whatever the sender had put there, cleared before a packet leaves.</remarks>
public static class FlowLabelTag
{
    /// <summary>The largest tag. 0 means none.</summary>
    public const int Maximum = (int)Ipv6Header.MaximumFlowLabel;

    /// <summary>Overwrites the flow label; nothing happens to what is not an IPv6 header.</summary>
    /// <param name="tag">1 to <see cref="Maximum"/>; 0 clears.</param>
    public static void Stamp(Span<byte> packet, int tag)
    {
        if (!IsIpv6(packet)) return;
        var header = new Ipv6View(packet);
        header.FlowLabel = (uint)tag;
    }

    public static void Clear(Span<byte> packet) => Stamp(packet, 0);

    /// <summary>The flow label; 0 for none and for what is not an IPv6 header.</summary>
    public static int Read(ReadOnlySpan<byte> packet) =>
        IsIpv6(packet) && Ipv6Header.TryReadHeader(packet, out var header, out _) ? (int)header.FlowLabel : 0;

    private static bool IsIpv6(ReadOnlySpan<byte> packet) => packet.Length >= Ipv6Header.Size && IpVersion.Of(packet) == 6;
}
