using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>
/// Where the headers of one IP packet lie. "Transport" is the place where a transport-mode ESP header is, or would be put: after
/// hop-by-hop options, destination options and routing header (RFC 4303 3.1.1). "Upper" is the next layer protocol of RFC 4301 4.4.1.1.
/// </summary>
internal readonly record struct PacketLayout
{
    public required IpAddress Source { get; init; }
    public required IpAddress Destination { get; init; }

    /// <summary>Length by the IP header, bytes; the buffer may be longer.</summary>
    public required int Length { get; init; }

    /// <summary>Offset of the byte that names the protocol at <see cref="TransportOffset"/>.</summary>
    public required int NextHeaderOffset { get; init; }

    public required int TransportOffset { get; init; }
    public required byte TransportProtocol { get; init; }
    public required int UpperOffset { get; init; }
    public required byte UpperProtocol { get; init; }
    public required bool IsFragment { get; init; }

    /// <summary>A fragment without the upper layer's first bytes.</summary>
    public required bool IsLaterFragment { get; init; }

    public bool IsIpv4 => Source.IsIpv4;

    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketLayout layout)
    {
        layout = default;
        if (packet.IsEmpty) return false;
        return (packet[0] >> 4) switch
        {
            4 => Ipv4Layout.TryRead(packet, out layout),
            6 => Ipv6Layout.TryRead(packet, out layout),
            _ => false,
        };
    }
}
