using System.Diagnostics.CodeAnalysis;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Payload;

/// <summary>Both ways of protected payload with buffers of their own.</summary>
internal static class Protected
{
    public const ushort NatPort = 44_500;

    /// <summary>What IPsec at the home agent puts out: tunnel mode between home agent and home address.</summary>
    public static byte[] Sealed(int length = 40, int trafficClass = 0) =>
        Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Esp, Packets.Esp(0x1234_5678, length), trafficClass);

    public static byte[]? Out(byte[] packet, in BidirectionalTunnel tunnel, out DropReason why, int pathMtu = 0, ushort remotePort = NatPort)
    {
        var buffer = Packets.WithHeadroom(packet);
        var ok = ProtectedPayload.TryToCareOf(
            buffer, Packets.Headroom, packet.Length, tunnel, Port.IpsecNatTraversal, remotePort, pathMtu, out var offset, out var length, out why);
        if (ok) return buffer.AsSpan(offset, length).ToArray();
        Assert.Equal(packet, buffer.AsSpan(Packets.Headroom).ToArray());
        return null;
    }

    public static byte[] Out(byte[] packet, in BidirectionalTunnel tunnel, int pathMtu = 0)
    {
        var frame = Out(packet, tunnel, out var why, pathMtu);
        Assert.Equal(DropReason.None, why);
        return frame!;
    }

    public static bool TryIn(byte[] frame, [NotNullWhen(true)] out byte[]? packet, out DropReason why)
    {
        var buffer = Packets.WithHeadroom(frame);
        var ok = ProtectedPayload.TryFromCareOf(
            buffer, Packets.Headroom, frame.Length, Packets.HomeAgent, Packets.HomeAddress, out var offset, out var length, out why);
        packet = ok ? buffer.AsSpan(offset, length).ToArray() : null;
        if (!ok) Assert.Equal(frame, buffer.AsSpan(Packets.Headroom).ToArray());
        return ok;
    }
}
