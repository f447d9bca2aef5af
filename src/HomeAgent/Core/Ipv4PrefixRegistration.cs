using System.Collections.Immutable;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>IPv4 Home Address options that are about a prefix (RFC 5555 3.1.1, 4.5): a request with P and 0.0.0.0, or a prefix by its name.</summary>
public static class Ipv4PrefixRegistration
{
    /// <param name="assigned">What the mobile node has.</param>
    /// <param name="isRefresh">It is bound to prefixes already: P is ignored then (3.1.1).</param>
    /// <returns>False: it is about an address.</returns>
    public static bool IsAsked(Ipv4HomeAddressOption option, ValueArray<Ipv4Prefix> assigned, bool isRefresh) =>
        option.HomeAddress.IsUnspecified
            ? isRefresh ? option.PrefixLength < 32 : option.PrefixRequested
            : Named(option, assigned) is not null;

    /// <param name="bound">Grows by what is granted: each option gets another one.</param>
    internal static Ipv4AddressAcknowledgementOption Process(
        HomePolicy policy, Ipv4HomeAddressOption asked, ImmutableArray<Ipv4Prefix>.Builder bound)
    {
        var named = Named(asked, policy.Ipv4Prefixes);
        if ((named ?? Next(asked, policy.Ipv4Prefixes, bound)) is not { } granted)
            return Ipv4HomeAddressRegistration.Failure(asked, Why(policy, bound));
        if (!bound.Contains(granted)) bound.Add(granted);
        // Pref-len is what is allocated, whatever was asked for; who names the prefix by an address in it has the address confirmed (3.2.1).
        return new Ipv4AddressAcknowledgementOption(
            Ipv4AddressStatus.Success, (byte)granted.Length, named is null ? granted.Address : asked.HomeAddress);
    }

    // By any address in it and its length: the mobile node may have formed its home address from the prefix.
    private static Ipv4Prefix? Named(Ipv4HomeAddressOption asked, ValueArray<Ipv4Prefix> assigned)
    {
        if (asked.HomeAddress.IsUnspecified) return null;
        foreach (var prefix in assigned.AsSpan())
            if (prefix.Length == asked.PrefixLength && prefix.Contains(asked.HomeAddress)) return prefix;
        return null;
    }

    private static Ipv4Prefix? Next(Ipv4HomeAddressOption asked, ValueArray<Ipv4Prefix> assigned, ImmutableArray<Ipv4Prefix>.Builder bound)
    {
        Ipv4Prefix? any = null;
        foreach (var prefix in assigned.AsSpan())
        {
            if (bound.Contains(prefix)) continue;
            if (prefix.Length == asked.PrefixLength) return prefix;
            any ??= prefix;
        }
        return any;
    }

    // Who has got all that is his is not entitled to more.
    private static Ipv4AddressStatus Why(HomePolicy policy, ImmutableArray<Ipv4Prefix>.Builder bound) =>
        bound.Count == 0 && policy.Ipv4PrefixDynamic is { } status && status != Ipv4AddressStatus.Success
            ? status
            : Ipv4AddressStatus.PrefixAssignmentUnauthorized;
}
