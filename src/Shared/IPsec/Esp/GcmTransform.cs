using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DsMip.IPsec;

/// <summary>
/// AES-GCM (RFC 4106). Nonce: 4 bytes of salt from the key, 8 bytes of IV. The IV is the 64-bit sequence number, which the SA never uses
/// twice. Additional data: SPI and sequence number, 8 bytes or with ESN 12 (RFC 4106 5).
/// </summary>
internal sealed class GcmTransform : IEspTransform
{
    private const int SaltLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm _cipher;
    private readonly uint _salt;
    private readonly bool _extended;

    public GcmTransform(ReadOnlySpan<byte> keyAndSalt, bool extendedSequenceNumbers)
    {
        _cipher = new AesGcm(keyAndSalt[..^SaltLength], TagLength);
        _salt = BinaryPrimitives.ReadUInt32BigEndian(keyAndSalt[^SaltLength..]);
        _extended = extendedSequenceNumbers;
    }

    public void Seal(in EspFrame frame)
    {
        BinaryPrimitives.WriteUInt64BigEndian(frame.Iv, frame.Sequence);
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> additional = stackalloc byte[12];
        WriteNonce(nonce, frame.Iv);
        _cipher.Encrypt(nonce, frame.Body, frame.Body, frame.Icv, additional[..WriteAdditional(additional, frame)]);
    }

    public bool TryOpen(in EspFrame frame)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> additional = stackalloc byte[12];
        WriteNonce(nonce, frame.Iv);
        var length = WriteAdditional(additional, frame);
        try
        {
            _cipher.Decrypt(nonce, frame.Body, frame.Icv, frame.Body, additional[..length]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _cipher.Dispose();

    private void WriteNonce(Span<byte> nonce, ReadOnlySpan<byte> iv)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, _salt);
        iv.CopyTo(nonce[SaltLength..]);
    }

    private int WriteAdditional(Span<byte> additional, in EspFrame frame)
    {
        if (!_extended)
        {
            frame.Header.CopyTo(additional);
            return EspFrame.HeaderLength;
        }

        frame.Header[..4].CopyTo(additional);
        BinaryPrimitives.WriteUInt64BigEndian(additional[4..], frame.Sequence);
        return 12;
    }
}
