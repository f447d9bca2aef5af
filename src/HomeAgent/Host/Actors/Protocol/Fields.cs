using DsMip.Tunnel;
using DsMip.Wire;
using Google.Protobuf;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Values inside messages. What protobuf allows and the type does not is refused.</summary>
internal static class Fields
{
    /// <exception cref="InvalidDataException">It has not 16 bytes.</exception>
    public static Ipv6Address ToAddress(ByteString bytes) => ToAddress(bytes.Span);

    /// <inheritdoc cref="ToAddress(ByteString)"/>
    public static Ipv6Address ToAddress(ReadOnlySpan<byte> bytes) => bytes.Length == Ipv6Address.Size
        ? Ipv6Address.Read(bytes)
        : throw new InvalidDataException($"an address has {bytes.Length} bytes instead of {Ipv6Address.Size}");

    public static ByteString ToBytes(Ipv6Address address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Address.Size];
        address.Write(bytes);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>100 ns since 0001-01-01 UTC.</summary>
    /// <exception cref="InvalidDataException">Before that, or after the year 9999.</exception>
    public static DateTimeOffset ToTime(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new InvalidDataException($"{ticks} is not a time");

    /// <exception cref="InvalidDataException">Above 65,535.</exception>
    public static ushort ToPort(uint port) => port <= ushort.MaxValue ? (ushort)port : throw new InvalidDataException($"{port} is not a port");

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Encapsulation ToEncapsulation(uint number) => number <= (uint)Encapsulation.UdpIpv4
        ? (Encapsulation)number
        : throw new InvalidDataException($"{number} is not an encapsulation");

    /// <exception cref="InvalidDataException">The length is none of such a prefix.</exception>
    public static Ipv6Prefix ToPrefix(Ipv6Address address, uint length) =>
        length <= 128 ? new Ipv6Prefix(address, (int)length) : throw new InvalidDataException($"{length} is not the length of an IPv6 prefix");

    /// <inheritdoc cref="ToPrefix(Ipv6Address, uint)"/>
    public static Ipv4Prefix ToPrefix(Ipv4Address address, uint length) =>
        length <= 32 ? new Ipv4Prefix(address, (int)length) : throw new InvalidDataException($"{length} is not the length of an IPv4 prefix");

    /// <exception cref="InvalidDataException">It is absent.</exception>
    public static T Required<T>(T? part) where T : class => part ?? throw new InvalidDataException($"the {typeof(T).Name} is missing");
}
