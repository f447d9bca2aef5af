using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// An ICMP error about an outer packet that we sent into a tunnel (RFC 2473 8, RFC 4213 3.4). It is not authenticated: believe it only if
/// <see cref="IsAbout(ReadOnlySpan{byte}, BindingTable, DateTimeOffset)"/> says that the packet it quotes could be ours.
/// </summary>
/// <param name="Tunnel">The tunnel as the quoted outer headers name it, from our end.</param>
/// <param name="PathMtu">For Packet Too Big and Fragmentation Needed: largest outer packet, bytes; 0 with all other errors.</param>
/// <param name="Inner">The quoted original packet in the frame: a whole header at least, the end mostly missing.</param>
public readonly record struct TunnelError(BidirectionalTunnel Tunnel, int PathMtu, Range Inner)
{
    /// <summary>Does the frame report an error about a tunnelled packet?</summary>
    /// <param name="frame">Complete: outer IP header, ICMP message.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, out TunnelError error, out DropReason why) => IpVersion.Of(frame) switch
    {
        4 => TunnelErrorIpv4.TryRead(frame, out error, out why),
        6 => TunnelErrorIpv6.TryRead(frame, out error, out why),
        _ => Refuse(out error, out why),
    };

    /// <summary>At the home agent: the quoted packet went to a home address that is bound to exactly this tunnel.</summary>
    public bool IsAbout(ReadOnlySpan<byte> frame, BindingTable table, DateTimeOffset now)
    {
        if (!InnerPacket.TryReadDestination(frame[Inner], out var destination)) return false;
        var bound = destination.IsIpv4
            ? table.TryFind(destination.AsIpv4, now, out var tunnel)
            : table.TryFind(destination.AsIpv6, now, out tunnel);
        return bound && tunnel == Tunnel;
    }

    /// <summary>At the mobile node: the quoted packet came from a home address and went into the tunnel in use.</summary>
    public bool IsAbout(ReadOnlySpan<byte> frame, ReverseTunnel reverseTunnel) =>
        reverseTunnel.TryGet(out var tunnel) && tunnel == Tunnel
        && InnerPacket.TryReadSource(frame[Inner], out var source) && reverseTunnel.IsOurs(source);

    private static bool Refuse(out TunnelError error, out DropReason why)
    {
        error = default;
        why = DropReason.BadVersion;
        return false;
    }
}
