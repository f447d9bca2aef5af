using System.Globalization;
using DsMip.IPsec;

namespace DsMip.HomeAgent.Options;

/// <summary>One entry of <c>MobileNodes</c>.</summary>
public static class MobileNodeReader
{
    public static MobileNodeOptions Read(ConfigurationReader node, bool allowLegacySuites)
    {
        var update = ReadAssociation(node.Section("BindingUpdate"), allowLegacySuites, out var updateKey);
        var acknowledgement = ReadAssociation(node.Section("BindingAcknowledgement"), allowLegacySuites, out var acknowledgementKey);
        // Both directions count from 1: with AES-GCM a shared key would use every nonce twice (RFC 4106 2).
        if (updateKey is not null && string.Equals(updateKey, acknowledgementKey, StringComparison.OrdinalIgnoreCase))
            throw new ConfigurationException(node.Key("BindingAcknowledgement:EncryptionKey"), "is the key of BindingUpdate too; each SA needs its own");
        return new MobileNodeOptions(node.Ipv6("HomeAddress"), node.OptionalIpv4("Ipv4HomeAddress"), update, acknowledgement);
    }

    private static SignallingAssociation ReadAssociation(ConfigurationReader reader, bool allowLegacySuites, out string? encryptionKey)
    {
        var sa = new ManualSecurityAssociation
        {
            Spi = reader.Required<uint>("Spi", TryNumber, "a number from 256 to 4294967295"),
            Suite = reader.Text("Suite", "aes-gcm-16-128"),
            EncryptionKey = reader.OptionalText("EncryptionKey"),
            IntegrityKey = reader.OptionalText("IntegrityKey"),
            ExtendedSequenceNumbers = reader.Flag("ExtendedSequenceNumbers", true),
        };
        encryptionKey = sa.EncryptionKey;
        if (sa.TryConvert(allowLegacySuites, out var parameters, out var error))
            return new SignallingAssociation(parameters, SignallingAssociation.FingerprintOf(sa));
        var colon = error.IndexOf(": ", StringComparison.Ordinal);
        throw new ConfigurationException(reader.Key(error[..colon]), error[(colon + 2)..]);
    }

    private static bool TryNumber(string text, out uint value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
