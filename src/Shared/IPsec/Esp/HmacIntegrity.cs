using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DsMip.IPsec;

/// <summary>A truncated HMAC over the ESP packet (RFC 4868, RFC 2404); with ESN the high 32 bits of the sequence number follow (RFC 4303 2.2.1).</summary>
internal sealed class HmacIntegrity(HashAlgorithmName hash, ReadOnlySpan<byte> key, bool extendedSequenceNumbers) : IDisposable
{
    private const int LongestHash = 32;

    private readonly IncrementalHash _mac = IncrementalHash.CreateHMAC(hash, key);

    public void Write(in EspFrame frame)
    {
        Span<byte> full = stackalloc byte[LongestHash];
        Compute(frame, full);
        full[..frame.Icv.Length].CopyTo(frame.Icv);
    }

    public bool Verify(in EspFrame frame)
    {
        Span<byte> full = stackalloc byte[LongestHash];
        Compute(frame, full);
        return CryptographicOperations.FixedTimeEquals(full[..frame.Icv.Length], frame.Icv);
    }

    public void Dispose() => _mac.Dispose();

    private void Compute(in EspFrame frame, Span<byte> full)
    {
        _mac.AppendData(frame.Covered);
        if (extendedSequenceNumbers)
        {
            Span<byte> high = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(high, (uint)(frame.Sequence >> 32));
            _mac.AppendData(high);
        }

        _mac.GetHashAndReset(full);
    }
}
