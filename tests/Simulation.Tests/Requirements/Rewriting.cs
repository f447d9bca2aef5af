using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>The tunnel module below IPsec, whichever it is: sealed packets of the first mobile node out to a care-of address, and in from one.</summary>
internal static class Rewriting
{
    private static readonly Subscriber Mobile = Subscriber.All[0];

    /// <summary>Transport mode, home agent to mobile node: type 2 routing header, or the tunnel.</summary>
    public static byte[] TransportOut(byte[] sealedPacket, BidirectionalTunnel tunnel) => tunnel.Encapsulation == Encapsulation.Ipv6
        ? PacketBuffer.Apply(sealedPacket, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            NativeSignalling.TryAddRoutingHeader(buffer, offset, length, tunnel.Remote.AsIpv6, out newOffset, out newLength, out why))!
        : PacketBuffer.Encapsulate(sealedPacket, tunnel)!;

    public static byte[] TransportIn(byte[] frame)
    {
        var copy = (byte[])frame.Clone();
        Assert.True(Decapsulator.TryDecapsulate(copy, Mobile.HomeAddress, out _, out var inner, out _));
        return copy[inner];
    }

    /// <summary>The answer to a Binding Update goes where that came from (RFC 6275 9.5.4).</summary>
    public static byte[] AnswerOut(byte[] sealedPacket, Ingress ingress) => PacketBuffer.Apply(
        sealedPacket, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            Answer.TryReverse(buffer, offset, length, ingress, out newOffset, out newLength, out why))!;

    /// <summary>A Binding Update leaves by the new network.</summary>
    public static byte[] UpdateOut(byte[] sealedPacket, SignallingPath path) => PacketBuffer.Apply(
        sealedPacket, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            path.TryFrame(buffer, offset, length, out newOffset, out newLength, out why))!;

    /// <summary>Tunnel mode: the outer header is replaced.</summary>
    /// <param name="up">From the mobile node; <paramref name="atHomeAgent"/> is turned round.</param>
    public static byte[] TunnelOut(byte[] sealedPacket, BidirectionalTunnel atHomeAgent, bool up)
    {
        var tunnel = up ? Reversed(atHomeAgent) : atHomeAgent;
        return PacketBuffer.Apply(
            sealedPacket, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) => ProtectedPayload.TryToCareOf(
                buffer, offset, length, tunnel, Port.IpsecNatTraversal, Port.IpsecNatTraversal, 0, out newOffset, out newLength, out why))!;
    }

    public static byte[] TunnelIn(byte[] frame, bool up)
    {
        var (source, destination) = up ? (Mobile.HomeAddress, Place.HomeAgent) : (Place.HomeAgent, Mobile.HomeAddress);
        return PacketBuffer.Apply(frame, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            ProtectedPayload.TryFromCareOf(buffer, offset, length, source, destination, out newOffset, out newLength, out why))!;
    }

    private static BidirectionalTunnel Reversed(in BidirectionalTunnel tunnel) =>
        new(tunnel.Encapsulation, tunnel.Remote, tunnel.Local, tunnel.RemotePort, tunnel.LocalPort);
}
