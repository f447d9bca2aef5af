using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>Sends a packet by the tunnel in force, in the form that its <see cref="Departure"/> asks for.</summary>
internal static class TunnelDeparture
{
    /// <param name="pathMtu">Of the path to the tunnel's far end; 0: not known.</param>
    /// <param name="mtu">What fits, for the ICMP error after <see cref="DropReason.PacketTooBig"/>.</param>
    public static DropReason Send(
        Span<byte> buffer, int offset, int length, Departure way, in BidirectionalTunnel tunnel, int pathMtu, Uplink output, out int mtu)
    {
        if (way == Departure.ProtectedPayload)
        {
            mtu = ProtectedPayloadMtu.Of(tunnel.Encapsulation, pathMtu);
            if (ProtectedPayload.TryToCareOf(
                buffer, offset, length, tunnel, Port.IpsecNatTraversal, Port.IpsecNatTraversal, pathMtu, out var start, out var size, out var why))
                Send(output, buffer.Slice(start, size));
            return why;
        }
        var entry = new TunnelEntry(pathMtu);
        mtu = entry.TunnelMtu(tunnel.Encapsulation);
        if (way == Departure.NativeSignalling && tunnel.Local.IsIpv6)
        {
            if (NativeSignalling.TryAddHomeAddressOption(buffer, offset, length, tunnel.Local.AsIpv6, out var start, out var size, out var why))
                Send(output, buffer.Slice(start, size));
            return why;
        }
        return TunnelTransmission.Send(buffer, offset, length, tunnel, entry, output);
    }

    private static void Send(ITunnelOutput output, ReadOnlySpan<byte> frame) => output.Send(frame);
}
