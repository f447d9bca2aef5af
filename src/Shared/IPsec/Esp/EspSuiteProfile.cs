namespace DsMip.IPsec;

/// <summary>Name and sizes of an <see cref="EspSuite"/>; all sizes in bytes.</summary>
/// <param name="Name">As written in a configuration.</param>
/// <param name="EncryptionKeyLength">For AES-GCM with the 4 bytes of salt at the end (RFC 4106 8.1); 0 for NULL.</param>
/// <param name="IntegrityKeyLength">0 for a combined mode.</param>
/// <param name="Alignment">What payload, padding and the two trailer bytes together are a multiple of (RFC 4303 2.4).</param>
/// <param name="IsLegacy">Refused unless the configuration allows it.</param>
public sealed record EspSuiteProfile(
    EspSuite Suite, string Name, int EncryptionKeyLength, int IntegrityKeyLength, int IvLength, int IcvLength, int Alignment, bool IsLegacy = false)
{
    private static readonly EspSuiteProfile[] Table =
    [
        new(EspSuite.AesGcm128, "aes-gcm-16-128", 16 + 4, 0, 8, 16, 4),
        new(EspSuite.AesGcm256, "aes-gcm-16-256", 32 + 4, 0, 8, 16, 4),
        new(EspSuite.AesCbc128HmacSha256, "aes-cbc-128-hmac-sha2-256-128", 16, 32, 16, 16, 16),
        new(EspSuite.AesCbc256HmacSha256, "aes-cbc-256-hmac-sha2-256-128", 32, 32, 16, 16, 16),
        new(EspSuite.NullHmacSha256, "null-hmac-sha2-256-128", 0, 32, 0, 16, 4),
        new(EspSuite.AesCbc128HmacSha1, "aes-cbc-128-hmac-sha1-96", 16, 20, 16, 12, 16, IsLegacy: true),
    ];

    public static IReadOnlyList<EspSuiteProfile> All => Table;

    /// <summary>True if two SAs with one key would use a nonce twice, which opens AES-GCM (RFC 4106 2).</summary>
    public bool IsCounterMode => Suite is EspSuite.AesGcm128 or EspSuite.AesGcm256;

    public static EspSuiteProfile Of(EspSuite suite) => Table[(int)suite];

    public static EspSuiteProfile? Find(string name) => Array.Find(Table, p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}
