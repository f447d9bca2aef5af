using System.Buffers.Binary;

namespace DsMip.IPsec;

/// <summary>
/// One ESP packet in place (RFC 4303 2):
/// <code>
/// |  SPI (4)  | Sequence, low 32 bits (4) | IV | payload, padding, pad length, next header | ICV |
///                                              ^ BodyOffset ------------ BodyLength ----- ^
/// </code>
/// It names an array because the platform's CBC transform takes arrays only.
/// </summary>
internal readonly struct EspFrame(byte[] buffer, int offset, int bodyLength, ulong sequence, EspSuiteProfile suite)
{
    public const int HeaderLength = 8;

    public byte[] Buffer { get; } = buffer;
    public int Offset { get; } = offset;
    public int BodyLength { get; } = bodyLength;

    /// <summary>All 64 bits with ESN, else the 32 that are sent.</summary>
    public ulong Sequence { get; } = sequence;

    public int IvOffset => Offset + HeaderLength;
    public int BodyOffset => IvOffset + suite.IvLength;
    public int IcvOffset => BodyOffset + BodyLength;
    public int Length => IcvOffset + suite.IcvLength - Offset;

    public Span<byte> Header => Buffer.AsSpan(Offset, HeaderLength);
    public Span<byte> Iv => Buffer.AsSpan(IvOffset, suite.IvLength);
    public Span<byte> Body => Buffer.AsSpan(BodyOffset, BodyLength);
    public Span<byte> Icv => Buffer.AsSpan(IcvOffset, suite.IcvLength);

    /// <summary>Everything the ICV covers except the high half of an extended sequence number.</summary>
    public ReadOnlySpan<byte> Covered => Buffer.AsSpan(Offset, IcvOffset - Offset);

    public void WriteHeader(Spi spi)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Header, spi.Value);
        BinaryPrimitives.WriteUInt32BigEndian(Header[4..], (uint)Sequence);
    }
}
