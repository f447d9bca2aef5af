using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>UDP port 4500 over IPv4 (RFC 3948 2): ESP, IKE and keepalives share it and are told apart by their first bytes.</summary>
/// <remarks>
/// <code>
/// ESP         SPI, not zero | sequence number | ...
/// IKE         00 00 00 00, the non-ESP marker | IKE header
/// keepalive   ff
/// </code>
/// IKE there is the key management daemon's, which owns the socket of that port.
/// </remarks>
public static class NatTraversal
{
    /// <summary>Length of a frame that <see cref="WriteKeepalive"/> writes.</summary>
    public const int KeepaliveFrame = Ipv4Header.Size + UdpHeader.Size + 1;

    private const byte KeepaliveByte = 0xff;
    private const byte HopLimit = 64;
    private const int SpiAndSequence = 8;

    /// <summary>Reads a frame to port 4500.</summary>
    /// <param name="frame">Complete, IPv4 header first. Its UDP checksum is not looked at.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, out NatTraversalDatagram datagram, out DropReason why)
    {
        datagram = default;
        if (!Ipv4Header.TryRead(frame, out var ip, out why)) return false;
        why = DropReason.UnknownNextHeader;
        if (ip.Protocol != IpProtocol.Udp) return false;
        why = DropReason.FragmentNotSupported;
        if (ip.IsFragment) return false;
        if (!UdpHeader.TryRead(frame[ip.HeaderLength..ip.TotalLength], out var udp, out why)) return false;
        why = DropReason.NotForUs;
        if (udp.DestinationPort != Port.IpsecNatTraversal) return false;
        why = ip.Source.IsUnicastRoutable ? DropReason.None : DropReason.BadSourceAddress;
        var content = (ip.HeaderLength + UdpHeader.Size)..(ip.HeaderLength + udp.Length);
        var ingress = new Ingress(Encapsulation.UdpIpv4, ip.Destination, ip.Source, udp.SourcePort, udp.DestinationPort);
        datagram = new NatTraversalDatagram(ingress, Recognise(frame[content]), content);
        return why == DropReason.None;
    }

    /// <summary>Writes the frame that keeps a NAT's mapping (RFC 3948 2.3, 4).</summary>
    /// <param name="frame">At least <see cref="KeepaliveFrame"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteKeepalive(Span<byte> frame, Ipv4Address source, Ipv4Address destination, ushort sourcePort, ushort destinationPort)
    {
        const int datagram = UdpHeader.Size + 1;
        var header = new Ipv4Header(0, KeepaliveFrame, 0, true, false, 0, HopLimit, IpProtocol.Udp, source, destination);
        header.Write(frame);
        new UdpHeader(sourcePort, destinationPort, datagram).Write(frame[Ipv4Header.Size..]);
        frame[Ipv4Header.Size + UdpHeader.Size] = KeepaliveByte;
        UdpHeader.Seal(frame.Slice(Ipv4Header.Size, datagram), source, destination);
        return KeepaliveFrame;
    }

    /// <param name="payload">Of a UDP datagram from or to port 4500.</param>
    internal static NatTraversalContent Recognise(ReadOnlySpan<byte> payload)
    {
        if (payload is [KeepaliveByte]) return NatTraversalContent.Keepalive;
        if (payload.Length < SpiAndSequence) return NatTraversalContent.Malformed;
        return BinaryPrimitives.ReadUInt32BigEndian(payload) == 0 ? NatTraversalContent.KeyExchange : NatTraversalContent.Esp;
    }
}
