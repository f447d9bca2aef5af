using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests.Correspondents;

/// <summary>
/// A correspondent as RFC 6275 9 has it: it keeps nothing but its node key, nonces and bindings, and makes all else again. It shares no cryptography with the mobile node.
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "RFC 6275 5.2.5 and 6.2.7.")]
internal sealed class CorrespondentNode(Ipv6Address address)
{
    private const int NonceSeconds = 30, Nonces = 8, ChecksumOffset = 4, AuthenticatorSize = 12;
    private static readonly byte[] NodeKey = SHA1.HashData("Kcn"u8);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<Ipv6Address, (Ipv6Address CareOf, ushort Sequence, DateTimeOffset Expires)> _bindings = [];
    private readonly Dictionary<Ipv6Address, ushort> _lastSequence = [];
    private int _forgotten;

    public Ipv6Address Address => address;

    /// <summary>Status of the next acknowledgement, whatever the Binding Update is; null: as it should be.</summary>
    public BindingStatus? Refuses { get; set; }

    /// <summary>Lifetimes are cut to this, units of 4 s.</summary>
    public ushort MostLifetime { get; set; } = 105;

    public Ipv6Address? CareOf(Ipv6Address home, DateTimeOffset now) => _bindings.TryGetValue(home, out var bound) && bound.Expires > now ? bound.CareOf : null;

    public TimeSpan Remaining(Ipv6Address home, DateTimeOffset now) => _bindings[home].Expires - now;

    /// <summary>A reboot: nonces that were given out are not known any more (RFC 6275 5.2.7).</summary>
    public void ForgetNonces(DateTimeOffset now) => _forgotten = Index(now) + 1000;

    public HomeTest Answer(HomeTestInit question, Ipv6Address home, DateTimeOffset now) => new(Index16(now), question.Cookie, Token(home, Index(now), 0), MobilityOptions.None);

    public CareOfTest Answer(CareOfTestInit question, Ipv6Address careOf, DateTimeOffset now) => new(Index16(now), question.Cookie, Token(careOf, Index(now), 1), MobilityOptions.None);

    /// <param name="header">The Mobility Header that holds it.</param>
    /// <param name="careOf">Source of its IPv6 header.</param>
    /// <param name="home">Of its Home Address option, or the source where there is none.</param>
    /// <returns>The whole Mobility Header of the answer; null: silence.</returns>
    public byte[]? Answer(BindingUpdate update, ReadOnlySpan<byte> header, Ipv6Address careOf, Ipv6Address home, DateTimeOffset now)
    {
        if (update.Options.Find<NonceIndicesOption>() is not { } nonces) return null;
        var removes = update.Lifetime.IsZero || careOf == home;
        if (Status(nonces, removes, now) is { } unknown) return Unsigned(update.Sequence.Value, unknown, home);
        var key = Key(nonces, removes, careOf, home);
        var bound = removes ? home : careOf;
        if (!Authenticator(key, bound, header).SequenceEqual(header[^AuthenticatorSize..].ToArray())) return null;
        if (Refuses is { } status)
        {
            Refuses = null;
            return Signed(update.Sequence.Value, status, 0, key, bound, home);
        }
        if (_lastSequence.TryGetValue(home, out var last) && !update.Sequence.IsAfter(new SequenceNumber(last)))
            return Signed(last, BindingStatus.SequenceNumberOutOfWindow, 0, key, bound, home);
        _lastSequence[home] = update.Sequence.Value;
        var lifetime = Math.Min(update.Lifetime.Units, MostLifetime);
        if (removes) _bindings.Remove(home);
        else _bindings[home] = (careOf, update.Sequence.Value, now + new BindingLifetime(lifetime).ToTimeSpan());
        return Signed(update.Sequence.Value, BindingStatus.Accepted, lifetime, key, bound, home);
    }

    /// <summary>The last number that it takes for used.</summary>
    public void Remember(Ipv6Address home, ushort sequence) => _lastSequence[home] = sequence;

    private BindingStatus? Status(NonceIndicesOption nonces, bool removes, DateTimeOffset now)
    {
        var (home, careOf) = (IsKnown(nonces.HomeNonceIndex, now), removes || IsKnown(nonces.CareOfNonceIndex, now));
        if (home && careOf) return null;
        if (careOf) return BindingStatus.ExpiredHomeNonceIndex;
        return home ? BindingStatus.ExpiredCareOfNonceIndex : BindingStatus.ExpiredNonces;
    }

    private static byte[] Key(NonceIndicesOption nonces, bool removes, Ipv6Address careOf, Ipv6Address home)
    {
        var tokens = new byte[removes ? 8 : 16];
        BinaryPrimitives.WriteUInt64BigEndian(tokens, Token(home, nonces.HomeNonceIndex, 0));
        if (!removes) BinaryPrimitives.WriteUInt64BigEndian(tokens.AsSpan(8), Token(careOf, nonces.CareOfNonceIndex, 1));
        return SHA1.HashData(tokens);
    }

    private byte[] Authenticator(byte[] key, Ipv6Address bound, ReadOnlySpan<byte> header)
    {
        var message = header[..^AuthenticatorSize].ToArray();
        message.AsSpan(ChecksumOffset, 2).Clear();
        byte[] data = [.. Bytes(bound), .. Bytes(address), .. message];
        return HMACSHA1.HashData(key, data)[..AuthenticatorSize];
    }

    private byte[] Unsigned(ushort sequence, BindingStatus status, Ipv6Address home) => MobilityHeaderCodec.Write(
        new BindingAcknowledgement(status, BindingAcknowledgementFlags.None, new SequenceNumber(sequence), BindingLifetime.Zero, MobilityOptions.None), address, home);

    private byte[] Signed(ushort sequence, BindingStatus status, int lifetime, byte[] key, Ipv6Address bound, Ipv6Address home)
    {
        var blank = new BindingAuthorizationDataOption(ValueArray.Create<byte>(new byte[AuthenticatorSize]));
        var message = new BindingAcknowledgement(
            status, BindingAcknowledgementFlags.None, new SequenceNumber(sequence), new BindingLifetime((ushort)lifetime), MobilityOptions.Of(blank));
        var bytes = MobilityHeaderCodec.Write(message, address, home);
        return MobilityHeaderCodec.Write(
            message with { Options = MobilityOptions.Of(new BindingAuthorizationDataOption(ValueArray.Create<byte>(Authenticator(key, bound, bytes)))) }, address, home);
    }

    private static ulong Token(Ipv6Address of, int index, byte kind)
    {
        byte[] data = [.. Bytes(of), .. SHA1.HashData(BitConverter.GetBytes(index)), kind];
        return BinaryPrimitives.ReadUInt64BigEndian(HMACSHA1.HashData(NodeKey, data));
    }

    private int Index(DateTimeOffset now) => _forgotten + (int)((now - Start).TotalSeconds / NonceSeconds);

    private ushort Index16(DateTimeOffset now) => (ushort)Index(now);

    private bool IsKnown(ushort index, DateTimeOffset now) => (ushort)(Index16(now) - index) < Nonces;

    private static byte[] Bytes(Ipv6Address value)
    {
        var bytes = new byte[Ipv6Address.Size];
        value.Write(bytes);
        return bytes;
    }
}
