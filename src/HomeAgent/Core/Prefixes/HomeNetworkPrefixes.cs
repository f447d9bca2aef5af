using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Prefixes;

/// <summary>All prefixes of the home link (RFC 6275 10.6.1), as advertised in their entirety.</summary>
public sealed record HomeNetworkPrefixes(ValueArray<HomeNetworkPrefix> All)
{
    /// <summary>So many options fit, under any ESP suite and with all outer headers, into the least IPv6 MTU of 1280 bytes.</summary>
    public const int Most = 32;

    /// <summary>The prefix of a home address; null: it has none any more.</summary>
    public HomeNetworkPrefix? Of(Ipv6Address home)
    {
        foreach (var prefix in All.AsSpan())
            if (prefix.Prefix.Contains(home)) return prefix;
        return null;
    }

    /// <summary>The home link has one that counts: without any there is no home agent (RFC 6275 10.3.1).</summary>
    public bool AreValid(DateTimeOffset now)
    {
        foreach (var prefix in All.AsSpan())
            if (!BindingLifetime.From(prefix.ValidFor(now)).IsZero) return true;
        return false;
    }

    /// <summary>M and O stay clear: there is no DHCPv6 for mobile nodes (RFC 6275 6.8).</summary>
    /// <param name="identifier">Of the solicitation; 0 without one.</param>
    public MobilePrefixAdvertisement Advertise(ushort identifier, DateTimeOffset now)
    {
        var options = new PrefixInformationOption[All.Count];
        for (var i = 0; i < options.Length; i++) options[i] = All.AsSpan()[i].ToOption(now);
        return new MobilePrefixAdvertisement(identifier, false, false, ValueArray.Create<PrefixInformationOption>(options));
    }
}
