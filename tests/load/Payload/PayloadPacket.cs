using System.Buffers.Binary;

namespace DsMip.Load;

/// <summary>
/// The UDP payload of the payload check, both ways, big-endian:
/// <code>
/// 8 "DsMipLd1" | 8 run | 8 number, from 1 | 8 received of the other direction | 8 highest received | 8 copies received | 4 interval, ms | 8 clock
/// </code>
/// The counts are zero on the way up. The clock is that of the mobile node, nanoseconds: when it sent this, and on the way down what the correspondent
/// node had got last of it, so that the packet is younger than that.
/// </summary>
/// <param name="Run">Tells a run from the one before, after which numbers start again.</param>
internal readonly record struct PayloadPacket(ulong Run, ulong Number, ulong Received, ulong Highest, ulong Copies, uint IntervalMilliseconds, long Clock)
{
    public const int Size = 60;
    private static ReadOnlySpan<byte> Magic => "DsMipLd1"u8;

    public void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Run);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Number);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], Received);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[32..], Highest);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[40..], Copies);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[48..], IntervalMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(bytes[52..], Clock);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out PayloadPacket packet)
    {
        packet = default;
        if (bytes.Length != Size || !bytes.StartsWith(Magic)) return false;
        packet = new PayloadPacket(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[40..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[48..]), BinaryPrimitives.ReadInt64BigEndian(bytes[52..]));
        return true;
    }
}
