namespace DsMip.IPsec;

/// <summary>The pairs of encryption and integrity algorithm that ESP is spoken with here (RFC 8221 5, 6).</summary>
public enum EspSuite : byte
{
    /// <summary>RFC 4106, 16 byte ICV.</summary>
    AesGcm128,
    AesGcm256,

    /// <summary>RFC 3602 with RFC 4868.</summary>
    AesCbc128HmacSha256,
    AesCbc256HmacSha256,

    /// <summary>Integrity without confidentiality (RFC 2410 with RFC 4868).</summary>
    NullHmacSha256,

    /// <summary>For old peers only: RFC 8221 keeps it as a MUST-minus.</summary>
    AesCbc128HmacSha1,
}
