using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Admin;

/// <summary>A binding as administrators see it.</summary>
/// <param name="CareOfAddress">As the mobile node reported it; behind a NAT a private one.</param>
/// <param name="Remote">Where packets are sent: the outer address, the NAT's if there is one.</param>
/// <param name="RemotePort">Null without UDP.</param>
/// <param name="LifetimeSeconds">As granted.</param>
/// <param name="Updated">When that began.</param>
/// <param name="MobileNetworks">Prefixes behind a mobile router, of both families.</param>
/// <param name="Protection">The security associations that there are now.</param>
public sealed record BindingJson(
    string HomeAddress,
    string? Ipv4HomeAddress,
    string CareOfAddress,
    string Encapsulation,
    string Remote,
    int? RemotePort,
    bool NatDetected,
    int Sequence,
    long LifetimeSeconds,
    DateTimeOffset Updated,
    DateTimeOffset Expires,
    long Version,
    IReadOnlyList<string> MobileNetworks,
    IReadOnlyList<ProtectionJson> Protection)
{
    /// <summary>Null when there is no binding in force.</summary>
    public static BindingJson? From(StoredBinding? row, IProtectionInForce protection, DateTimeOffset now) =>
        row?.State?.Entry is { Tunnel: { } tunnel } entry && entry.Expires > now
            ? From(entry, tunnel, row.Version, protection.Of(entry.HomeAddress, tunnel))
            : null;

    private static BindingJson From(BindingCacheEntry entry, BidirectionalTunnel tunnel, long version, IReadOnlyList<ProtectionJson> protection) => new(
        entry.HomeAddress.ToString(),
        entry.Ipv4Home?.Address.ToString(),
        entry.CareOfAddress.ToString(),
        tunnel.Encapsulation.ToString(),
        tunnel.Remote.ToString(),
        tunnel.RemotePort == 0 ? null : tunnel.RemotePort,
        entry.NatDetected,
        entry.Sequence.Value,
        (long)entry.Lifetime.ToTimeSpan().TotalSeconds,
        BindingFilter.UpdatedAt(entry),
        entry.Expires,
        version,
        [.. (entry.Networks?.Ipv6 ?? []).Select(prefix => $"{prefix}"), .. (entry.Networks?.Ipv4 ?? []).Select(prefix => $"{prefix}")],
        protection);
}
