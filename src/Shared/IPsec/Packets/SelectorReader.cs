using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>Reads the selectors that a packet shows (RFC 4301 4.4.1.1).</summary>
internal static class SelectorReader
{
    private const byte Sctp = 132;
    private const byte UdpLite = 136;
    private const byte Dccp = 33;

    public static PacketSelectors Read(ReadOnlySpan<byte> packet, in PacketLayout layout, PolicyDirection direction)
    {
        var outbound = direction == PolicyDirection.Outbound;
        var selectors = outbound
            ? new PacketSelectors(layout.Source, layout.Destination, layout.UpperProtocol)
            : new PacketSelectors(layout.Destination, layout.Source, layout.UpperProtocol);
        if (layout.IsLaterFragment) return selectors;

        var upper = packet[layout.UpperOffset..layout.Length];
        return layout.UpperProtocol switch
        {
            IpProtocol.MobilityHeader when upper.Length > 2 => selectors with { MhType = upper[2] },
            IpProtocol.Icmp or IpProtocol.Icmpv6 when upper.Length > 0 => selectors with { IcmpType = upper[0] },
            IpProtocol.Tcp or IpProtocol.Udp or UdpLite or Sctp or Dccp when upper.Length >= 4 => WithPorts(selectors, upper, outbound),
            _ => selectors,
        };
    }

    private static PacketSelectors WithPorts(in PacketSelectors selectors, ReadOnlySpan<byte> upper, bool outbound)
    {
        var source = BinaryPrimitives.ReadUInt16BigEndian(upper);
        var destination = BinaryPrimitives.ReadUInt16BigEndian(upper[2..]);
        return outbound
            ? selectors with { LocalPort = source, RemotePort = destination }
            : selectors with { LocalPort = destination, RemotePort = source };
    }
}
