using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DsMip.IPsec;

namespace DsMip.HomeAgent.Options;

/// <summary>One of the two SAs of a mobile node, ready for use.</summary>
/// <param name="Fingerprint">Stored with the sequence numbers that were counted under these keys: new keys start a new count.</param>
public sealed record SignallingAssociation(SecurityAssociationParameters Parameters, ulong Fingerprint)
{
    public Spi Spi => Parameters.Spi;

    /// <summary>A truncated hash: it tells keys apart and tells nothing about them.</summary>
    public static ulong FingerprintOf(ManualSecurityAssociation sa)
    {
        var text = FormattableString.Invariant($"{sa.Spi}|{sa.Suite}|{sa.EncryptionKey}|{sa.IntegrityKey}|{sa.ExtendedSequenceNumbers}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToUpperInvariant())));
    }
}
