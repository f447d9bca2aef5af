using System.Runtime.InteropServices;
using System.Text;
using DsMip.IPsec;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>
/// Algorithms and keys of an ESP suite as the kernel names them: struct xfrm_algo, xfrm_algo_auth and xfrm_algo_aead, each a name, lengths in bits and
/// the key behind them. The salt of AES-GCM is the end of its key on both sides.
/// </summary>
internal static class EspAlgorithms
{
    internal const int NameSize = 64, CryptSize = NameSize + 4, AuthSize = NameSize + 8, AeadSize = NameSize + 8;
    private const int BitsPerByte = 8;

    internal static void Write(ref NetlinkWriter writer, SecurityAssociationParameters parameters)
    {
        if (parameters.Profile.IntegrityKeyLength == 0)
        {
            WithIcv(writer.Reserve(XfrmAttribute.Aead, AeadSize + parameters.EncryptionKey.Length), "rfc4106(gcm(aes))", parameters, parameters.EncryptionKey);
            return;
        }
        var hash = parameters.Suite == EspSuite.AesCbc128HmacSha1 ? "hmac(sha1)" : "hmac(sha256)";
        WithIcv(writer.Reserve(XfrmAttribute.AuthTruncated, AuthSize + parameters.IntegrityKey.Length), hash, parameters, parameters.IntegrityKey);

        var cipher = parameters.Suite == EspSuite.NullHmacSha256 ? "ecb(cipher_null)" : "cbc(aes)";
        var crypt = writer.Reserve(XfrmAttribute.Crypt, CryptSize + parameters.EncryptionKey.Length);
        NameAndKey(crypt, CryptSize, cipher, parameters.EncryptionKey.Span);
    }

    private static void WithIcv(Span<byte> data, string name, SecurityAssociationParameters parameters, ReadOnlyMemory<byte> key)
    {
        NameAndKey(data, AuthSize, name, key.Span);
        MemoryMarshal.Write(data[(NameSize + sizeof(uint))..], parameters.Profile.IcvLength * BitsPerByte);
    }

    private static void NameAndKey(Span<byte> data, int header, string name, ReadOnlySpan<byte> key)
    {
        Encoding.ASCII.GetBytes(name, data);
        MemoryMarshal.Write(data[NameSize..], key.Length * BitsPerByte);
        key.CopyTo(data[header..]);
    }
}
