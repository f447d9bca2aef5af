using System.Buffers.Binary;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Persistence.Protocol;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;
using Google.Protobuf;

namespace DsMip.HomeAgent.Directory;

/// <summary>A mobile node between its row and its use: the keys of its two SAs, by hand, and its mobile networks.</summary>
internal sealed record SealedMobileNode(
    Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress, ManualSecurityAssociation Update, ManualSecurityAssociation Acknowledgement, MobileNetworks? Networks = null)
{
    private const string UsualSuite = "aes-gcm-16-128";

    public StoredMobileNode Seal(SealingKey key) => new(
        HomeAddress, Ipv4HomeAddress, Update.Spi,
        key.Seal(ToMessage().ToByteArray(), Owner(HomeAddress, Ipv4HomeAddress, Update.Spi)), 0);

    /// <returns>Null: the row cannot be opened or read.</returns>
    public static SealedMobileNode? Open(Ipv6Address home, Ipv4Address? ipv4, uint spi, byte[] sealedKeys, SealingKey key)
    {
        if (key.TryOpen(sealedKeys, Owner(home, ipv4, spi)) is not { } clear) return null;
        try
        {
            var keys = MobileNodeKeys.Parser.ParseFrom(clear);
            return keys is { BindingUpdate: { } update, BindingAcknowledgement: { } acknowledgement }
                ? new(home, ipv4, FromMessage(update), FromMessage(acknowledgement), ProtocolMapping.ToNetworks(keys.Ipv6Networks, keys.Ipv4Networks))
                : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            return null;
        }
    }

    public SealedMobileNode WithKeysOf(SealedMobileNode other) => this with { Update = other.Update, Acknowledgement = other.Acknowledgement };

    /// <returns>Null: its suite is not allowed (any more).</returns>
    public MobileNodeOptions? ToOptions(bool allowLegacySuites) =>
        Convert(Update, allowLegacySuites) is { } update && Convert(Acknowledgement, allowLegacySuites) is { } acknowledgement
            ? new MobileNodeOptions(HomeAddress, Ipv4HomeAddress, new SignallingKeys(update, acknowledgement), Networks: Networks)
            : null;

    private MobileNodeKeys ToMessage()
    {
        var message = new MobileNodeKeys { BindingUpdate = ToMessage(Update), BindingAcknowledgement = ToMessage(Acknowledgement) };
        ProtocolMapping.Add(Networks, message.Ipv6Networks, message.Ipv4Networks);
        return message;
    }

    private static SignallingAssociation? Convert(ManualSecurityAssociation manual, bool allowLegacySuites) =>
        manual.TryConvert(allowLegacySuites, out var parameters, out _) ? new SignallingAssociation(parameters, SignallingAssociation.FingerprintOf(manual)) : null;

    private static byte[] Owner(Ipv6Address home, Ipv4Address? ipv4, uint spi)
    {
        var owner = new byte[16 + 4 + 4];
        BinaryPrimitives.WriteUInt128BigEndian(owner, home.Value);
        BinaryPrimitives.WriteUInt32BigEndian(owner.AsSpan(16), ipv4?.Value ?? 0);
        BinaryPrimitives.WriteUInt32BigEndian(owner.AsSpan(20), spi);
        return owner;
    }

    private static ManualAssociation ToMessage(ManualSecurityAssociation manual) => new()
    {
        Spi = manual.Spi,
        Suite = manual.Suite == UsualSuite ? "" : manual.Suite,
        EncryptionKey = Bytes(manual.EncryptionKey),
        IntegrityKey = Bytes(manual.IntegrityKey),
        ShortSequenceNumbers = !manual.ExtendedSequenceNumbers,
    };

    private static ManualSecurityAssociation FromMessage(ManualAssociation message) => new()
    {
        Spi = message.Spi,
        Suite = message.Suite.Length == 0 ? UsualSuite : message.Suite,
        EncryptionKey = Hex(message.EncryptionKey),
        IntegrityKey = Hex(message.IntegrityKey),
        ExtendedSequenceNumbers = !message.ShortSequenceNumbers,
    };

    private static ByteString Bytes(string? hex) => ByteString.CopyFrom(System.Convert.FromHexString(hex ?? ""));

    private static string? Hex(ByteString bytes) => bytes.IsEmpty ? null : System.Convert.ToHexStringLower(bytes.Span);
}
