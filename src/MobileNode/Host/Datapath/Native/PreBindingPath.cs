using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The way of key exchange over the home address while there is no tunnel: that of Binding Updates, in a tunnel that ends where they end, which
/// the home agent admits for nothing else. At home no tunnel is needed.
/// </summary>
internal static class PreBindingPath
{
    public static bool TryFrame(
        in SignallingPath path, Ipv6Address homeAgent, Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why)
    {
        // Over IPv4 everything is in UDP, and so is signalling.
        if (path.CareOfAddress.IsIpv4) return path.TryFrame(buffer, offset, length, out newOffset, out newLength, out why);
        (newOffset, newLength, why) = (offset, length, DropReason.None);
        if (InnerPacket.TryReadSource(buffer.Slice(offset, length), out var source) && source == path.CareOfAddress) return true;
        var tunnel = new BidirectionalTunnel(Encapsulation.Ipv6, path.CareOfAddress, homeAgent);
        return Encapsulator.TryEncapsulate(buffer, offset, length, tunnel, new TunnelEntry(), out newOffset, out newLength, out why);
    }
}
