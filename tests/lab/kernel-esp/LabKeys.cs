using System.Security.Cryptography;
using DsMip.IPsec;

namespace DsMip.KernelEsp.Lab;

/// <summary>Fresh keys in the shape of a configuration file, the one source for both sides.</summary>
internal static class LabKeys
{
    public static ManualSecurityAssociation New(uint spi, EspSuite suite, bool extended)
    {
        var profile = EspSuiteProfile.Of(suite);
        return new ManualSecurityAssociation
        {
            Spi = spi,
            Suite = profile.Name,
            EncryptionKey = Hex(profile.EncryptionKeyLength),
            IntegrityKey = Hex(profile.IntegrityKeyLength),
            ExtendedSequenceNumbers = extended,
        };
    }

    public static SecurityAssociationParameters Parameters(this ManualSecurityAssociation manual) =>
        manual.TryConvert(allowLegacySuites: true, out var parameters, out var error) ? parameters : throw new TrialException(error);

    private static string Hex(int length) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(length));
}
