using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// Packets for a link-local address that the home agent stands in for (flag L) are not tunnelled: their sender is told that nobody is there
/// (RFC 6275 10.4.2).
/// </summary>
/// <param name="own">Link-layer address of the home agent on the home link.</param>
/// <param name="source">IPv6 address of the home agent there.</param>
public sealed class LinkLocalRefusal(LinkAddress own, Ipv6Address source, IProxiedAddresses proxied)
{
    private const int EthernetSize = 14, DestinationOffset = EthernetSize + 24, LeastSize = EthernetSize + Ipv6Header.Size;
    private const byte HopLimit = 255, FirstInformational = 128, Redirect = 137;

    /// <param name="frame">Ethernet and IPv6.</param>
    public static bool IsLinkLocal(ReadOnlySpan<byte> frame) => frame.Length >= LeastSize && Ipv6Address.Read(frame[DestinationOffset..]).IsLinkLocal;

    /// <summary>Is it for a mobile node that is away?</summary>
    public bool IsAbout(ReadOnlySpan<byte> frame, DateTimeOffset now) => IsLinkLocal(frame) && proxied.Contains(Ipv6Address.Read(frame[DestinationOffset..]), now, out _);

    /// <summary>Destination Unreachable, code 3, as a frame to who sent it; null: an error about this packet must not be sent (RFC 4443 2.4(e)).</summary>
    public byte[]? Answer(ReadOnlySpan<byte> frame)
    {
        if (!Ipv6Header.TryRead(frame[EthernetSize..], out var header, out _)) return null;
        var packet = frame.Slice(EthernetSize, header.PacketLength);
        var neighbor = LinkAddress.Read(frame[LinkAddress.Size..]);
        if (header.Source.IsUnspecified || header.Source.IsMulticast || neighbor.IsMulticast || !MayBeAnswered(packet)) return null;
        var length = Icmpv6Error.Measure(packet.Length);
        var answer = new byte[LeastSize + length];
        neighbor.Write(answer);
        own.Write(answer.AsSpan(LinkAddress.Size));
        frame[(2 * LinkAddress.Size)..EthernetSize].CopyTo(answer.AsSpan(2 * LinkAddress.Size));
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, source, header.Source).Write(answer.AsSpan(EthernetSize));
        Icmpv6Error.DestinationUnreachable(Icmpv6UnreachableCode.AddressUnreachable).Write(answer.AsSpan(LeastSize), packet, source, header.Source);
        return answer;
    }

    private static bool MayBeAnswered(ReadOnlySpan<byte> packet)
    {
        if (!ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out var offset, out _)) return false;
        return protocol != IpProtocol.Icmpv6 || (packet.Length > offset && packet[offset] is >= FirstInformational and not Redirect);
    }
}
