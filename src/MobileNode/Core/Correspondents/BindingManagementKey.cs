using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>
/// Kbm, made of the keygen tokens of both tests, or of the home test alone where a binding is removed (RFC 6275 5.2.5), and what it is for: Binding
/// Authorization Data (RFC 6275 6.2.7).
/// </summary>
/// <remarks>
/// <code>
/// Kbm           = SHA-1 (home keygen token | care-of keygen token)
/// Mobility Data = care-of address | correspondent | Mobility Header without authenticator, its checksum taken for zero
/// Authenticator = first 96 bits of HMAC_SHA1 (Kbm, Mobility Data)
/// </code>
/// </remarks>
[SuppressMessage("Security", "CA5350", Justification = "RFC 6275 6.2.7 knows no other algorithm.")]
public sealed class BindingManagementKey
{
    /// <summary>Bytes.</summary>
    public const int AuthenticatorSize = 12;

    private const int ChecksumOffset = 4;
    private static readonly BindingAuthorizationDataOption Blank = new(ValueArray.Create<byte>(new byte[AuthenticatorSize]));
    private readonly byte[] _key;

    /// <param name="careOf">Null: a binding is to be removed.</param>
    public BindingManagementKey(ulong home, ulong? careOf)
    {
        Span<byte> tokens = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(tokens, home);
        if (careOf is { } token) BinaryPrimitives.WriteUInt64BigEndian(tokens[sizeof(ulong)..], token);
        _key = SHA1.HashData(careOf is null ? tokens[..sizeof(ulong)] : tokens);
    }

    /// <summary>The Binding Update with Binding Authorization Data behind its options.</summary>
    /// <param name="source">For the checksum, which the authenticator does not depend on: the home address.</param>
    /// <param name="careOf">The one that is bound; the home address where a binding is removed.</param>
    public BindingUpdate Sign(BindingUpdate update, Ipv6Address source, Ipv6Address careOf, Ipv6Address correspondent)
    {
        var blank = MobilityHeaderCodec.Write(update with { Options = update.Options.With(Blank) }, source, correspondent);
        Span<byte> authenticator = stackalloc byte[AuthenticatorSize];
        Authenticate(blank, careOf, correspondent, authenticator);
        return update with { Options = update.Options.With(new BindingAuthorizationDataOption(ValueArray.Create<byte>(authenticator))) };
    }

    /// <summary>Does the Mobility Header end with the authenticator that this key makes?</summary>
    /// <param name="header">As received, cut to its length.</param>
    /// <param name="careOf">As in the Binding Update that it answers.</param>
    public bool Verifies(ReadOnlySpan<byte> header, Ipv6Address careOf, Ipv6Address correspondent)
    {
        const int option = 2 + AuthenticatorSize;
        if (header.Length < MobilityHeaderCodec.HeaderSize + option) return false;
        if (header[^option] != BindingAuthorizationDataOption.OptionType || header[^(option - 1)] != AuthenticatorSize) return false;
        Span<byte> authenticator = stackalloc byte[AuthenticatorSize];
        Authenticate(header, careOf, correspondent, authenticator);
        return CryptographicOperations.FixedTimeEquals(authenticator, header[^AuthenticatorSize..]);
    }

    private void Authenticate(ReadOnlySpan<byte> header, Ipv6Address careOf, Ipv6Address correspondent, Span<byte> authenticator)
    {
        const int addresses = 2 * Ipv6Address.Size;
        var data = new byte[addresses + header.Length - AuthenticatorSize];
        careOf.Write(data);
        correspondent.Write(data.AsSpan(Ipv6Address.Size));
        header[..^AuthenticatorSize].CopyTo(data.AsSpan(addresses));
        data.AsSpan(addresses + ChecksumOffset, sizeof(ushort)).Clear();
        HMACSHA1.HashData(_key, data).AsSpan(0, AuthenticatorSize).CopyTo(authenticator);
    }
}
