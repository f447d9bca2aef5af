using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>
/// The fields of an IPv4 header where it lies (RFC 791 3.1; diagram at <see cref="Ipv4Header"/>), to be read and changed in place. Every
/// change corrects the header checksum incrementally (RFC 1624).
/// </summary>
/// <param name="packet">Begins with an IPv4 header that was checked before; shorter than 20 bytes is a programming error and throws.</param>
public readonly ref struct Ipv4View(Span<byte> packet)
{
    private readonly Span<byte> _header = packet[..Ipv4Header.Size];

    /// <summary>Length with options, bytes.</summary>
    public int HeaderLength => 4 * (_header[0] & 0x0f);

    public byte TypeOfService
    {
        get => _header[1];
        set => Replace(0, (ushort)(_header[0] << 8 | value));
    }

    public ushort TotalLength
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_header[2..]);
        set => Replace(2, value);
    }

    public ushort Identification
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_header[4..]);
        set => Replace(4, value);
    }

    public bool DontFragment
    {
        get => (_header[6] & 0x40) != 0;
        set => Replace(6, (ushort)((value ? _header[6] | 0x40 : _header[6] & ~0x40) << 8 | _header[7]));
    }

    /// <summary>A piece of a larger packet, the first one included.</summary>
    public bool IsFragment => (BinaryPrimitives.ReadUInt16BigEndian(_header[6..]) & 0x3fff) != 0;

    public byte TimeToLive
    {
        get => _header[8];
        set => Replace(8, (ushort)(value << 8 | _header[9]));
    }

    public byte Protocol => _header[9];

    public Ipv4Address Source
    {
        get => Ipv4Address.Read(_header[12..]);
        set => Replace(12, value);
    }

    public Ipv4Address Destination
    {
        get => Ipv4Address.Read(_header[16..]);
        set => Replace(16, value);
    }

    private void Replace(int field, ushort value) => IncrementalChecksum.Replace(_header, Ipv4Header.ChecksumOffset, field, value);

    private void Replace(int field, Ipv4Address value)
    {
        Replace(field, (ushort)(value.Value >> 16));
        Replace(field + 2, (ushort)value.Value);
    }
}
