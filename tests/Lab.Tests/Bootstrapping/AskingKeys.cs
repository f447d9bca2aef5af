using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DsMip.Lab.Tests.Bootstrapping;

/// <summary>The keys of one IKE SA (RFC 7296 2.14) with AES-256-GCM (RFC 5282), PRF HMAC-SHA-384 and group 20 (RFC 5903).</summary>
internal sealed class AskingKeys
{
    private const int PrfLength = 48, CipherLength = 36, IvLength = 8, TagLength = 16;

    private readonly byte[] _outbound, _inbound, _identityKey;
    private ulong _iv;

    public AskingKeys(byte[] shared, byte[] nonceI, byte[] nonceR, byte[] spis)
    {
        byte[] nonces = [.. nonceI, .. nonceR], seed = [.. nonces, .. spis];
        var skeyseed = Prf(nonces, shared);
        var stream = new List<byte>();
        byte[] block = [];
        for (byte i = 1; stream.Count < (3 * PrfLength) + (2 * CipherLength); i++)
            stream.AddRange(block = Prf(skeyseed, [.. block, .. seed, i]));
        (_outbound, _inbound) = ([.. stream.Skip(PrfLength).Take(CipherLength)], [.. stream.Skip(PrfLength + CipherLength).Take(CipherLength)]);
        _identityKey = [.. stream.Skip(PrfLength + (2 * CipherLength)).Take(PrfLength)];
    }

    public static byte[] Prf(byte[] key, byte[] data) => HMACSHA384.HashData(key, data);

    /// <summary>AUTH by a shared secret (RFC 7296 2.15).</summary>
    public byte[] Authenticate(byte[] secret, byte[] firstMessage, byte[] nonceR, byte[] identityBody) =>
        Prf(Prf(secret, "Key Pad for IKEv2"u8.ToArray()), [.. firstMessage, .. nonceR, .. Prf(_identityKey, identityBody)]);

    /// <summary>What follows the header of the Encrypted payload.</summary>
    /// <param name="associated">All before it.</param>
    public byte[] Seal(byte[] associated, byte[] payloads)
    {
        var iv = new byte[IvLength];
        BinaryPrimitives.WriteUInt64BigEndian(iv, ++_iv);
        byte[] clear = [.. payloads, 0], sealedText = new byte[clear.Length], tag = new byte[TagLength];
        using var aes = new AesGcm(_outbound.AsSpan(0, 32), TagLength);
        byte[] number = [.. _outbound[32..], .. iv];
        aes.Encrypt(number, clear, sealedText, tag, associated);
        return [.. iv, .. sealedText, .. tag];
    }

    public static int SealedLength(int payloads) => IvLength + payloads + 1 + TagLength;

    public byte[] Open(byte[] associated, byte[] content)
    {
        var clear = new byte[content.Length - IvLength - TagLength];
        using var aes = new AesGcm(_inbound.AsSpan(0, 32), TagLength);
        byte[] number = [.. _inbound[32..], .. content[..IvLength]];
        aes.Decrypt(number, content[IvLength..^TagLength], content[^TagLength..], clear, associated);
        return clear[..^(clear[^1] + 1)];
    }
}
