using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace DsMip.Lab.Daemons;

/// <summary>Fresh random keys for one direction, in the shape both daemons read.</summary>
public sealed record SecurityAssociationKeys(uint Spi, string Suite, string EncryptionKey, string? IntegrityKey)
{
    /// <summary>AES-GCM-16 with a 256 bit key and the 4 byte salt behind it (RFC 4106 8.1).</summary>
    public static SecurityAssociationKeys AesGcm(uint spi) => new(spi, "aes-gcm-16-256", Random(36), null);

    /// <summary>AES-CBC with HMAC-SHA2-256-128 (RFC 3602, RFC 4868).</summary>
    public static SecurityAssociationKeys AesCbc(uint spi) => new(spi, "aes-cbc-256-hmac-sha2-256-128", Random(32), Random(32));

    public JsonObject ToJson()
    {
        var json = new JsonObject { [nameof(Spi)] = Spi, [nameof(Suite)] = Suite, [nameof(EncryptionKey)] = EncryptionKey };
        if (IntegrityKey is not null)
        {
            json[nameof(IntegrityKey)] = IntegrityKey;
        }

        return json;
    }

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

}
