using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DsMip.IPsec;

namespace DsMip.Configuration;

/// <summary>One of the two SAs that protect signalling (RFC 4877 4.1), keyed by hand and ready for use.</summary>
/// <param name="Fingerprint">Names the key material and nothing else, and says nothing about it. Stored with sequence numbers counted under it.</param>
public sealed record SignallingAssociation(SecurityAssociationParameters Parameters, ulong Fingerprint)
{
    public Spi Spi => Parameters.Spi;

    /// <summary>The two SAs of a mobile node, from the sections of these names.</summary>
    /// <exception cref="ConfigurationException">A value is missing or wrong, or both have one key.</exception>
    public static (SignallingAssociation BindingUpdate, SignallingAssociation BindingAcknowledgement) ReadPair(SettingsReader node, bool allowLegacySuites)
    {
        var update = Read(node.Section("BindingUpdate"), allowLegacySuites, out var updateKey);
        var acknowledgement = Read(node.Section("BindingAcknowledgement"), allowLegacySuites, out var acknowledgementKey);
        // Both directions count from 1: with AES-GCM a shared key would use every nonce twice (RFC 4106 2).
        return updateKey is null || !string.Equals(updateKey, acknowledgementKey, StringComparison.OrdinalIgnoreCase)
            ? (update, acknowledgement)
            : throw node.Wrong("BindingAcknowledgement:EncryptionKey", "is the key of BindingUpdate too; each SA needs its own");
    }

    /// <summary>
    /// A truncated hash of the keys alone. Another SPI or another length of sequence numbers leaves the keys as used as they were: a packet that was
    /// accepted under them stays a replay.
    /// </summary>
    public static ulong FingerprintOf(ManualSecurityAssociation sa)
    {
        var text = $"{sa.EncryptionKey}|{sa.IntegrityKey}";
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToUpperInvariant())));
    }

    private static SignallingAssociation Read(SettingsReader reader, bool allowLegacySuites, out string? encryptionKey)
    {
        var manual = new ManualSecurityAssociation
        {
            Spi = ReadSpi(reader),
            Suite = reader.Text("Suite") ?? "aes-gcm-16-128",
            EncryptionKey = reader.Text("EncryptionKey"),
            IntegrityKey = reader.Text("IntegrityKey"),
            ExtendedSequenceNumbers = reader.Flag("ExtendedSequenceNumbers", true),
        };
        encryptionKey = manual.EncryptionKey;
        if (manual.TryConvert(allowLegacySuites, out var parameters, out var error)) return new SignallingAssociation(parameters, FingerprintOf(manual));
        var colon = error.IndexOf(": ", StringComparison.Ordinal);
        throw reader.Wrong(error[..colon], error[(colon + 2)..]);
    }

    private static uint ReadSpi(SettingsReader reader)
    {
        const string expected = "a number from 256 to 4294967295, or hexadecimal with 0x";
        var text = reader.Text("Spi") ?? throw reader.Wrong("Spi", $"is required: {expected}");
        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(
            isHexadecimal ? text[2..] : text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var spi)
            ? spi
            : throw reader.Wrong("Spi", $"'{text}' is not {expected}");
    }
}
