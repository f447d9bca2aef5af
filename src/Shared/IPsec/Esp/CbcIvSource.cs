using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DsMip.IPsec;

/// <summary>
/// Unpredictable CBC IVs without a source of randomness: a unique block (SPI and sequence number), encrypted, as NIST SP 800-38A appendix C
/// allows. The key is derived, so that no IV is ever a block of the payload cipher. Chosen over an injected random source because the same
/// inputs then give the same packet, in a simulation and in a test vector, and because the sequence number is unique already.
/// </summary>
internal sealed class CbcIvSource : IDisposable
{
    private const int Block = 16;

    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _encryptor;
    private readonly byte[] _block = new byte[Block];
    private readonly byte[] _iv = new byte[Block];

    public CbcIvSource(ReadOnlySpan<byte> encryptionKey)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(encryptionKey, "ESP CBC initialization vector"u8, derived);
        _aes.SetKey(derived[..Block]);
        // ECB of one unique block is the block cipher itself, not a mode over data.
#pragma warning disable CA5358
        _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        _aes.Padding = PaddingMode.None;
        _encryptor = _aes.CreateEncryptor();
    }

    public void Write(Span<byte> iv, Spi spi, ulong sequence)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_block, spi.Value);
        BinaryPrimitives.WriteUInt64BigEndian(_block.AsSpan(8), sequence);
        _encryptor.TransformBlock(_block, 0, Block, _iv, 0);
        _iv.CopyTo(iv);
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
    }
}
