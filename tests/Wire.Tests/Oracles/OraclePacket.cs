using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Oracles;

/// <summary>An IPv6 packet with what Mobile IPv6 can put into it, made and taken apart by the codecs under test.</summary>
/// <param name="Source">Of the IPv6 header: the care-of address where there is a home address.</param>
/// <param name="HomeAddress">In a Home Address option; null without one.</param>
/// <param name="RoutedHomeAddress">In a type 2 routing header; null without one.</param>
/// <param name="Message">An <see cref="IMobilityMessage"/>, an <see cref="Icmpv6Message"/> or an <see cref="Icmpv6Error"/>.</param>
/// <param name="Invoking">Of an ICMPv6 error.</param>
internal sealed record OraclePacket(
    Ipv6Address Source, Ipv6Address Destination, Ipv6Address? HomeAddress, Ipv6Address? RoutedHomeAddress, object Message,
    ValueArray<byte> Invoking = default)
{
    public byte[] Write()
    {
        var (source, destination) = (HomeAddress ?? Source, RoutedHomeAddress ?? Destination);
        var upper = new byte[4096];
        var (protocol, length) = Message switch
        {
            IMobilityMessage mobility => (IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(mobility, source, destination, upper)),
            Icmpv6Message icmp => (IpProtocol.Icmpv6, Icmpv6Codec.Write(icmp, source, destination, upper)),
            Icmpv6Error error => (IpProtocol.Icmpv6, error.Write(upper, Invoking.AsSpan(), source, destination)),
            _ => throw new InvalidOperationException(),
        };
        var option = HomeAddress is null ? [] : new byte[HomeAddressOption.HeaderSize];
        if (HomeAddress is not null) HomeAddressOption.WriteHeader(option, protocol, HomeAddress.Value);
        var afterRouting = HomeAddress is null ? protocol : IpProtocol.DestinationOptions;
        var routing = RoutedHomeAddress is null ? [] : new byte[Type2RoutingHeader.Size];
        if (RoutedHomeAddress is not null) Type2RoutingHeader.Write(routing, afterRouting, RoutedHomeAddress.Value);

        byte[] payload = [.. routing, .. option, .. upper.AsSpan(0, length)];
        var packet = new byte[Ipv6Header.Size + payload.Length];
        var next = RoutedHomeAddress is null ? afterRouting : IpProtocol.Routing;
        new Ipv6Header(0, 0, (ushort)payload.Length, next, 64, Source, Destination).Write(packet);
        payload.CopyTo(packet, Ipv6Header.Size);
        return packet;
    }

    public static OraclePacket Read(ReadOnlySpan<byte> packet)
    {
        Assert.True(Ipv6Header.TryRead(packet, out var header, out var why), $"{why}");
        Assert.True(HomeAddressOption.TryFind(packet, out var option, out why), $"{why}");
        Assert.True(Type2RoutingHeader.TryFind(packet, out var routing, out why), $"{why}");
        Assert.True(ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out var offset, out why), $"{why}");
        var (source, destination) = (option?.HomeAddress ?? header.Source, routing?.HomeAddress ?? header.Destination);
        var read = new OraclePacket(header.Source, header.Destination, option?.HomeAddress, routing?.HomeAddress, null!);
        var upper = packet[offset..];
        if (protocol == IpProtocol.MobilityHeader)
        {
            Assert.True(MobilityHeaderCodec.TryRead(upper, source, destination, out var mobility, out why), $"{why}");
            return read with { Message = mobility! };
        }
        Assert.Equal(IpProtocol.Icmpv6, protocol);
        if (Icmpv6Error.TryRead(upper, source, destination, out var error, out var invoking, out _))
            return read with { Message = error, Invoking = ValueArray.Create(invoking) };
        Assert.True(Icmpv6Codec.TryRead(upper, source, destination, out var icmp, out why), $"{why}");
        return read with { Message = icmp! };
    }
}
