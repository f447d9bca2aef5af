using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Fuzz.Targets;

/// <summary>IPv6, IPv4 and UDP headers, extension headers, the Home Address option and the type 2 routing header. First byte: is the packet put right?</summary>
internal sealed class IpHeaders : IFuzzTarget
{
    private readonly byte[] _buffer = new byte[Mutator.Longest];

    public IEnumerable<byte[]> Seeds =>
    [
        .. new[] { SeedPackets.SealedBehindOption, SeedPackets.ClearUpdate, SeedPackets.PayloadInUdp, SeedPackets.PayloadInIpv4, SeedPackets.RoutingHeader }
            .SelectMany(packet => (byte[][])[[0, .. packet], [1, .. packet]]),
    ];

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Append([IpProtocol.DestinationOptions, 0]).Append([IpProtocol.Routing, 2, 2, 1]).Append([0xc9, 16]);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var repairs = reader.Byte();
        var packet = _buffer.AsSpan(0, reader.Rest.Length);
        reader.Rest.CopyTo(packet);
        if ((repairs & 1) != 0) Repair.Packet(packet);
        ReadIpv6(packet);
        ReadIpv4(packet);
        if (UdpHeader.TryRead(packet, out var udp, out _)) UdpHeader.IsChecksumValid(packet[..udp.Length], Lab.VisitedIpv4, Lab.HomeAgentIpv4);
        InnerPacket.TryReadSource(packet, out _);
        InnerPacket.TryReadDestination(packet, out _);
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private static void ReadIpv6(Span<byte> packet)
    {
        Ipv6Header.TryReadHeader(packet, out _, out _);
        if (!Ipv6Header.TryRead(packet, out var header, out _)) return;
        Require.That(header.PacketLength <= packet.Length, "a packet is not longer than its bytes");
        Span<byte> again = stackalloc byte[Ipv6Header.Size];
        header.Write(again);
        Require.That(again.SequenceEqual(packet[..Ipv6Header.Size]), "an IPv6 header is written as it was read");
        packet = packet[..header.PacketLength];
        if (ExtensionHeaderWalker.TryFindUpperLayer(packet, out _, out var offset, out _)) Require.That(offset <= packet.Length, "the upper layer begins inside");
        if (HomeAddressOption.TryFind(packet, out var option, out _) && option is { } found)
            Require.That(Ipv6Address.Read(packet[(found.Offset + 2)..]) == found.HomeAddress, "the option is where it is said to be");
        Type2RoutingHeader.TryFind(packet, out _, out _);
        TunnelledHomeAddress.TryRemoveOption(packet.ToArray(), out _, out _);
        TunnelledHomeAddress.TryRemoveRoutingHeader(packet.ToArray(), out _, out _);
    }

    private static void ReadIpv4(ReadOnlySpan<byte> packet)
    {
        Ipv4Header.TryReadHeader(packet, out _, out _);
        if (!Ipv4Header.TryRead(packet, out var header, out _)) return;
        var again = packet[..header.HeaderLength].ToArray();
        header.Write(again);
        Require.That(Ipv4Header.TryRead([.. again, .. packet[header.HeaderLength..]], out var reread, out _) && reread == header, "an IPv4 header is written as it was read");
    }
}
