using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>A cursor over received bytes, network byte order. Reading past the end answers false and moves nothing; it never throws.</summary>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    public bool TryReadByte(out byte value)
    {
        value = 0;
        if (Remaining < 1) return false;
        value = _bytes[Position++];
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_bytes[Position..], out value)) return false;
        Position += 2;
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_bytes[Position..], out value)) return false;
        Position += 4;
        return true;
    }

    public bool TryReadUInt64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64BigEndian(_bytes[Position..], out value)) return false;
        Position += 8;
        return true;
    }

    public bool TryReadIpv4(out Ipv4Address value)
    {
        var ok = TryReadUInt32(out var number);
        value = new Ipv4Address(number);
        return ok;
    }

    public bool TryReadIpv6(out Ipv6Address value)
    {
        var ok = BinaryPrimitives.TryReadUInt128BigEndian(_bytes[Position..], out var number);
        if (ok) Position += Ipv6Address.Size;
        value = new Ipv6Address(number);
        return ok;
    }

    /// <summary>A view of the next <paramref name="length"/> bytes; false for a negative length or too few bytes.</summary>
    public bool TryReadBytes(int length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (length < 0 || Remaining < length) return false;
        value = _bytes.Slice(Position, length);
        Position += length;
        return true;
    }

    public bool TrySkip(int length) => TryReadBytes(length, out _);
}
