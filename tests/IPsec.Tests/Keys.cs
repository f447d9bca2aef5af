namespace DsMip.IPsec.Tests;

/// <summary>Key material that is different for every SPI.</summary>
internal static class Keys
{
    public static SecurityAssociationParameters For(EspSuite suite, uint spi = 0x1000, bool extended = true)
    {
        var profile = EspSuiteProfile.Of(suite);
        return new SecurityAssociationParameters(
            new Spi(spi), suite, Bytes(profile.EncryptionKeyLength, spi), Bytes(profile.IntegrityKeyLength, spi + 1), extended);
    }

    private static byte[] Bytes(int count, uint seed)
    {
        var bytes = new byte[count];
        new Random((int)seed).NextBytes(bytes);
        return bytes;
    }
}
