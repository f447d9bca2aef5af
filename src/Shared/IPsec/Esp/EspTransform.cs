using System.Security.Cryptography;

namespace DsMip.IPsec;

/// <summary>Builds the transform of a suite.</summary>
internal static class EspTransform
{
    public static IEspTransform Create(SecurityAssociationParameters sa) => sa.Suite switch
    {
        EspSuite.AesGcm128 or EspSuite.AesGcm256 => new GcmTransform(sa.EncryptionKey.Span, sa.ExtendedSequenceNumbers),
        EspSuite.NullHmacSha256 => new NullHmacTransform(Hmac(sa, HashAlgorithmName.SHA256)),
        EspSuite.AesCbc128HmacSha1 => Cbc(sa, HashAlgorithmName.SHA1),
        _ => Cbc(sa, HashAlgorithmName.SHA256),
    };

    private static CbcHmacTransform Cbc(SecurityAssociationParameters sa, HashAlgorithmName hash) =>
        new(sa.Spi, new CbcCipher(sa.EncryptionKey.Span), new CbcIvSource(sa.EncryptionKey.Span), Hmac(sa, hash));

    private static HmacIntegrity Hmac(SecurityAssociationParameters sa, HashAlgorithmName hash) =>
        new(hash, sa.IntegrityKey.Span, sa.ExtendedSequenceNumbers);
}
