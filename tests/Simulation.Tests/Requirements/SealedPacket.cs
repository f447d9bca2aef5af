using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>What anybody can read of an ESP packet.</summary>
internal static class SealedPacket
{
    public static uint Spi(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[Ipv6Header.Size..]);

    public static uint Sequence(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[(Ipv6Header.Size + 4)..]);

    public static (Ipv6Address Source, Ipv6Address Destination) Ends(ReadOnlySpan<byte> packet) =>
        (Ipv6Address.Read(packet[8..]), Ipv6Address.Read(packet[24..]));
}
