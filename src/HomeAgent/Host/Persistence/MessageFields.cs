using System.Buffers.Binary;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// The fields of one protobuf message, in the order in which they were written. An edge that joins reads hundreds of thousands of rows: the generated
/// classes would make a dozen objects of each, which are garbage at once.
/// </summary>
internal ref struct MessageFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Of the field that was read last, unless it has <see cref="Bytes"/>; signed ones as two's complement.</summary>
    public ulong Number { get; private set; }

    /// <summary>Of the field that was read last: bytes, or a message. Empty for numbers.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly bool Flag => Number != 0;

    /// <returns>False: there are no more.</returns>
    /// <exception cref="InvalidDataException">This is no protobuf, or of a kind that protobuf has given up.</exception>
    public bool TryRead(out int field)
    {
        field = 0;
        if (_rest.IsEmpty) return false;
        var tag = ReadVarint();
        field = tag >> 3 is > 0 and <= (1 << 29) - 1 and var number ? (int)number : throw Broken();
        Number = 0;
        Bytes = default;
        switch ((int)(tag & 7))
        {
            case Varint: Number = ReadVarint(); break;
            case Fixed64: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))); break;
            case Fixed32: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))); break;
            case LengthDelimited: Bytes = Take(ReadVarint()); break;
            default: throw Broken();
        }
        return true;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] >= 0x80) continue;
            _rest = _rest[(i + 1)..];
            return value;
        }
        throw Broken();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw Broken();
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private static InvalidDataException Broken() => new("this is not a message of the journal");
}
