using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>The fields of an IPv6 header where it lies (RFC 8200 3; diagram at <see cref="Ipv6Header"/>), to be read and changed in place.</summary>
/// <param name="packet">Begins with an IPv6 header that was checked before; shorter than 40 bytes is a programming error and throws.</param>
public readonly ref struct Ipv6View(Span<byte> packet)
{
    private readonly Span<byte> _header = packet[..Ipv6Header.Size];

    public byte TrafficClass
    {
        get => (byte)(FirstWord >> 20);
        set => FirstWord = FirstWord & ~(0xffu << 20) | (uint)value << 20;
    }

    /// <summary>20 bits; higher ones of the value are ignored.</summary>
    public uint FlowLabel
    {
        get => FirstWord & Ipv6Header.MaximumFlowLabel;
        set => FirstWord = FirstWord & ~Ipv6Header.MaximumFlowLabel | value & Ipv6Header.MaximumFlowLabel;
    }

    public ushort PayloadLength
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_header[4..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_header[4..], value);
    }

    public byte NextHeader
    {
        get => _header[6];
        set => _header[6] = value;
    }

    public byte HopLimit
    {
        get => _header[7];
        set => _header[7] = value;
    }

    public Ipv6Address Source
    {
        get => Ipv6Address.Read(_header[8..]);
        set => value.Write(_header[8..]);
    }

    public Ipv6Address Destination
    {
        get => Ipv6Address.Read(_header[24..]);
        set => value.Write(_header[24..]);
    }

    private uint FirstWord
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_header);
        set => BinaryPrimitives.WriteUInt32BigEndian(_header, value);
    }
}
