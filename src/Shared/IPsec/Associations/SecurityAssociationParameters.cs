namespace DsMip.IPsec;

/// <summary>SPI, algorithms and keys of one SA (RFC 4301 4.4.2.1). Key lengths are checked here, so a transform can rely on them.</summary>
public sealed class SecurityAssociationParameters
{
    /// <exception cref="ArgumentException">The SPI is reserved or a key has not the length of the suite.</exception>
    public SecurityAssociationParameters(
        Spi spi, EspSuite suite, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey, bool extendedSequenceNumbers = true)
    {
        var profile = EspSuiteProfile.Of(suite);
        if (spi.IsReserved) throw new ArgumentException($"SPI {spi} is reserved", nameof(spi));
        if (encryptionKey.Length != profile.EncryptionKeyLength) throw new ArgumentException("wrong length", nameof(encryptionKey));
        if (integrityKey.Length != profile.IntegrityKeyLength) throw new ArgumentException("wrong length", nameof(integrityKey));
        Spi = spi;
        Suite = suite;
        EncryptionKey = encryptionKey.ToArray();
        IntegrityKey = integrityKey.ToArray();
        ExtendedSequenceNumbers = extendedSequenceNumbers;
    }

    public Spi Spi { get; }
    public EspSuite Suite { get; }
    public bool ExtendedSequenceNumbers { get; }
    internal ReadOnlyMemory<byte> EncryptionKey { get; }
    internal ReadOnlyMemory<byte> IntegrityKey { get; }
    internal EspSuiteProfile Profile => EspSuiteProfile.Of(Suite);
}
