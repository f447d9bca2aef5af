using System.Buffers.Binary;

namespace DsMip.Wire.Neighbors;

/// <summary>The Advertisement Interval option of Router Advertisements, type 7 (RFC 6275 7.3).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |    Type = 7   |  Length = 1   |           Reserved            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Advertisement Interval                    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
/// <param name="Milliseconds">The longest time between two unsolicited Router Advertisements.</param>
public readonly record struct AdvertisementIntervalOption(uint Milliseconds)
{
    public const byte OptionType = 7;

    /// <summary>Bytes, Type and Length included.</summary>
    public const int Size = 8;

    public void Write(ref WireWriter writer)
    {
        writer.WriteByte(OptionType);
        writer.WriteByte(Size / 8);
        writer.WriteUInt16(0);
        writer.WriteUInt32(Milliseconds);
    }

    /// <summary>Reads the option's bytes after Type and Length; false unless they are 6.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out AdvertisementIntervalOption option)
    {
        option = default;
        if (data.Length != Size - 2) return false;
        option = new AdvertisementIntervalOption(BinaryPrimitives.ReadUInt32BigEndian(data[2..]));
        return true;
    }
}
