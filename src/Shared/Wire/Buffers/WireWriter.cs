using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>
/// A cursor that writes network byte order into a caller's buffer. The caller sizes the buffer; a write past its end is a programming
/// error and throws <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public ref struct WireWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes[..Position];

    public void WriteByte(byte value) => Take(1)[0] = value;
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);
    public void WriteIpv4(Ipv4Address value) => value.Write(Take(Ipv4Address.Size));
    public void WriteIpv6(Ipv6Address value) => value.Write(Take(Ipv6Address.Size));
    public void WriteLink(LinkAddress value) => value.Write(Take(LinkAddress.Size));
    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));
    public void WriteZeros(int count) => Take(count).Clear();

    private Span<byte> Take(int count)
    {
        var slice = _bytes.Slice(Position, count);
        Position += count;
        return slice;
    }
}
