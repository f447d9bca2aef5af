using System.Buffers.Binary;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Tracing;

/// <summary>Packets for people. Whatever is in them, there is a line.</summary>
internal static class PacketDecoder
{
    private const int EspHeader = 8;

    /// <param name="packet">From its outermost IP header on.</param>
    public static DecodedPacket Decode(ReadOnlySpan<byte> packet)
    {
        if (!FrameLayers.TryRead(packet, out var layers)) return new DecodedPacket("", "", null, null, null, null, $"no IP, {packet.Length} bytes");
        var content = packet[Math.Min(layers.Offset, layers.End)..layers.End];
        var esp = Esp(layers, content);
        var mobility = Mobility(layers, content);
        var summary = string.Join(" | ", Outer(layers).Append(Inside(layers, content, esp, mobility)));
        return new DecodedPacket(
            layers.Source.ToString(), layers.Destination.ToString(), layers.SourcePort == 0 ? null : layers.SourcePort,
            layers.DestinationPort == 0 ? null : layers.DestinationPort, esp, mobility, summary);
    }

    private static IEnumerable<string> Outer(FrameLayers layers)
    {
        yield return layers.SourcePort == 0 && layers.DestinationPort == 0
            ? $"{layers.Source} > {layers.Destination}"
            : $"{layers.Source} port {layers.SourcePort} > {layers.Destination} port {layers.DestinationPort}";
        if (layers.IsTunnelled) yield return $"{layers.InnerSource} > {layers.InnerDestination}";
        if (!layers.HomeAddressOption.IsUnspecified) yield return $"home address {layers.HomeAddressOption}";
        if (!layers.RoutedHomeAddress.IsUnspecified) yield return $"to home address {layers.RoutedHomeAddress}";
    }

    private static DecodedEsp? Esp(in FrameLayers layers, ReadOnlySpan<byte> content) => layers is { Protocol: IpProtocol.Esp, IsOpaque: false } && content.Length >= EspHeader
        ? new DecodedEsp(BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]))
        : null;

    private static DecodedMobility? Mobility(in FrameLayers layers, ReadOnlySpan<byte> content)
    {
        if (layers.Protocol != IpProtocol.MobilityHeader || layers.IsOpaque || layers.FinalSource.IsIpv4 || layers.FinalDestination.IsIpv4) return null;
        if (MobilityHeaderCodec.TryRead(content, layers.FinalSource.AsIpv6, layers.FinalDestination.AsIpv6, out var message, out var why)) return MobilityText.Of(message!);
        return new DecodedMobility(MobilityHeaderCodec.TryPeekType(content, out var type) ? $"{type} ({why})" : $"Mobility Header ({why})");
    }

    private static string Inside(in FrameLayers layers, ReadOnlySpan<byte> content, DecodedEsp? esp, DecodedMobility? mobility)
    {
        if (esp is { } seen) return $"ESP SPI 0x{seen.Spi:x8} sequence {seen.Sequence}, {content.Length} bytes";
        if (mobility is not null) return mobility.ToString();
        return layers.IsOpaque ? $"protocol {layers.Protocol}, not whole, {content.Length} bytes" : UpperLayerText.Of(layers.Protocol, content);
    }
}
