using System.Security.Cryptography;

namespace DsMip.IPsec;

/// <summary>
/// AES-CBC with an IV per packet and nothing allocated per packet. The platform's one-shot CBC builds a cipher for every call; a kept
/// transform allocates nothing but chains from one call into the next. Since CBC mixes the IV into the first block only, by XOR, that block
/// is given the difference between the packet's IV and the block the transform still chains from.
/// </summary>
internal sealed class CbcCipher : IDisposable
{
    private const int Block = 16;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _chain = new byte[Block];
    private ICryptoTransform? _encryptor;
    private ICryptoTransform? _decryptor;

    public CbcCipher(ReadOnlySpan<byte> key)
    {
        _aes.SetKey(key);
        _aes.Mode = CipherMode.CBC;
        _aes.Padding = PaddingMode.None;
        _aes.IV = new byte[Block];
    }

    /// <summary>For the cipher of an outbound SA only: the two directions do not share a chain.</summary>
    public void Encrypt(in EspFrame frame)
    {
        _encryptor ??= _aes.CreateEncryptor();
        Mix(frame.Body, frame.Iv);
        _encryptor.TransformBlock(frame.Buffer, frame.BodyOffset, frame.BodyLength, frame.Buffer, frame.BodyOffset);
        frame.Body[^Block..].CopyTo(_chain);
    }

    /// <summary>For the cipher of an inbound SA only.</summary>
    public void Decrypt(in EspFrame frame)
    {
        _decryptor ??= _aes.CreateDecryptor();
        Span<byte> last = stackalloc byte[Block];
        frame.Body[^Block..].CopyTo(last);
        _decryptor.TransformBlock(frame.Buffer, frame.BodyOffset, frame.BodyLength, frame.Buffer, frame.BodyOffset);
        Mix(frame.Body, frame.Iv);
        last.CopyTo(_chain);
    }

    public void Dispose()
    {
        _encryptor?.Dispose();
        _decryptor?.Dispose();
        _aes.Dispose();
    }

    private void Mix(Span<byte> body, ReadOnlySpan<byte> iv)
    {
        for (var i = 0; i < Block; i++) body[i] ^= (byte)(iv[i] ^ _chain[i]);
    }
}
