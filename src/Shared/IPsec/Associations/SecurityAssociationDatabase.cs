using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>
/// The SAD (RFC 4301 4.4.2). Inbound SAs are found by SPI; outbound ones by the traffic they are for, the newest first, so that an SA that
/// replaces another takes over at once. Owns its SAs. Used by one thread at a time.
/// </summary>
public sealed class SecurityAssociationDatabase : IDisposable
{
    private readonly Dictionary<Spi, InboundSecurityAssociation> _inbound = [];
    private readonly Dictionary<(IpAddress Local, IpAddress Remote), List<OutboundSecurityAssociation>> _betweenHosts = [];
    private readonly List<OutboundSecurityAssociation> _others = [];
    private readonly HashSet<UInt128> _counterModeKeys = [];

    /// <summary>Adds an SA; false with one line of explanation if its SPI is taken or its AES-GCM key is in use by another SA.</summary>
    public bool TryAdd(InboundSecurityAssociation sa, [NotNullWhen(false)] out string? error)
    {
        error = _inbound.ContainsKey(sa.Spi) ? $"SPI {sa.Spi} is in use already" : ClaimKey(sa.Parameters);
        if (error is not null) return false;
        _inbound.Add(sa.Spi, sa);
        return true;
    }

    /// <summary>Adds an SA in front of older ones for the same traffic; false with one line of explanation as for an inbound SA.</summary>
    public bool TryAdd(OutboundSecurityAssociation sa, [NotNullWhen(false)] out string? error)
    {
        error = ClaimKey(sa.Parameters);
        if (error is not null) return false;
        ListOf(sa.Selector).Insert(0, sa);
        return true;
    }

    public bool Remove(InboundSecurityAssociation sa) => _inbound.Remove(sa.Spi) && Release(sa.Parameters, sa);

    public bool Remove(OutboundSecurityAssociation sa) => ListOf(sa.Selector).Remove(sa) && Release(sa.Parameters, sa);

    public InboundSecurityAssociation? FindInbound(Spi spi) => _inbound.GetValueOrDefault(spi);

    /// <summary>
    /// The SA that the policy entry points to for this packet (RFC 4301 4.4.2): one with its mode and selectors no wider than its own, so that the
    /// SA of a later, wider entry does not take what an earlier one protects.
    /// </summary>
    public OutboundSecurityAssociation? FindOutbound(in PacketSelectors packet, SecurityPolicy entry) => Find(packet, entry.Mode, entry.Selector);

    /// <summary>Which SPI a packet like this would leave under, in transport mode unless only a tunnel is there for it.</summary>
    public bool TryFindOutbound(in PacketSelectors packet, out Spi spi)
    {
        var sa = Find(packet, IpsecMode.Transport, TrafficSelector.Any) ?? Find(packet, IpsecMode.Tunnel, TrafficSelector.Any);
        spi = sa?.Spi ?? default;
        return sa is not null;
    }

    /// <summary>What an inbound SPI may carry.</summary>
    public bool TryGetInboundSelectors(Spi spi, out TrafficSelector selector)
    {
        var found = _inbound.TryGetValue(spi, out var sa);
        selector = sa?.Selector ?? default;
        return found;
    }

    public void Dispose()
    {
        foreach (var sa in _inbound.Values) sa.Dispose();
        foreach (var sa in _betweenHosts.Values.SelectMany(list => list).Concat(_others)) sa.Dispose();
    }

    private OutboundSecurityAssociation? Find(in PacketSelectors packet, IpsecMode mode, in TrafficSelector policy) =>
        (_betweenHosts.TryGetValue((packet.Local, packet.Remote), out var exact) ? Find(exact, packet, mode, policy) : null)
        ?? Find(_others, packet, mode, policy);

    private static OutboundSecurityAssociation? Find(
        List<OutboundSecurityAssociation> list, in PacketSelectors packet, IpsecMode mode, in TrafficSelector policy)
    {
        foreach (var sa in list)
        {
            if (sa.Mode == mode && sa.IsFor(packet, policy)) return sa;
        }

        return null;
    }

    private List<OutboundSecurityAssociation> ListOf(in TrafficSelector selector)
    {
        if (!selector.Local.IsHost || !selector.Remote.IsHost) return _others;
        var key = (selector.Local.Host, selector.Remote.Host);
        if (!_betweenHosts.TryGetValue(key, out var list)) _betweenHosts.Add(key, list = []);
        return list;
    }

    // Both ends count from 1: one AES-GCM key in two SAs means one nonce twice, and then neither secrecy nor integrity (RFC 4106 2).
    private string? ClaimKey(SecurityAssociationParameters sa) =>
        sa.Profile.IsCounterMode && !_counterModeKeys.Add(Fingerprint(sa))
            ? $"EncryptionKey: SPI {sa.Spi} repeats the {sa.Profile.Name} key of another SA"
            : null;

    private bool Release(SecurityAssociationParameters parameters, IDisposable sa)
    {
        _counterModeKeys.Remove(Fingerprint(parameters));
        sa.Dispose();
        return true;
    }

    private static UInt128 Fingerprint(SecurityAssociationParameters sa)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(sa.EncryptionKey.Span, digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
