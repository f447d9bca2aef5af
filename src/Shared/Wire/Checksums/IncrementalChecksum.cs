using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>Keeps a checksum right when a field under it changes, without reading the rest: RFC 1624, equation 3, HC' = ~(~HC + ~m + m').</summary>
public static class IncrementalChecksum
{
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        (ushort)~Fold((uint)(ushort)~checksum + (ushort)~before + after);

    public static ushort Update(ushort checksum, uint before, uint after) =>
        Update(Update(checksum, (ushort)(before >> 16), (ushort)(after >> 16)), (ushort)before, (ushort)after);

    public static ushort Update(ushort checksum, Ipv4Address before, Ipv4Address after) => Update(checksum, before.Value, after.Value);

    public static ushort Update(ushort checksum, Ipv6Address before, Ipv6Address after)
    {
        for (var shift = 96; shift >= 0; shift -= 32)
            checksum = Update(checksum, (uint)(before.Value >> shift), (uint)(after.Value >> shift));
        return checksum;
    }

    /// <summary>Replaces a 16-bit field and corrects the checksum over it.</summary>
    /// <param name="bytes">The checksummed block, or its beginning.</param>
    /// <param name="checksum">Offset of the checksum.</param>
    /// <param name="field">Offset of the field, even.</param>
    public static void Replace(Span<byte> bytes, int checksum, int field, ushort value)
    {
        var before = BinaryPrimitives.ReadUInt16BigEndian(bytes[field..]);
        var sum = BinaryPrimitives.ReadUInt16BigEndian(bytes[checksum..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[field..], value);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[checksum..], Update(sum, before, value));
    }

    private static uint Fold(uint sum)
    {
        sum = (sum & 0xffff) + (sum >> 16);
        return (sum & 0xffff) + (sum >> 16);
    }
}
