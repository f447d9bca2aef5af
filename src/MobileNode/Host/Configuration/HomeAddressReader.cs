using System.Collections.Immutable;
using DsMip.Configuration;
using DsMip.Wire;

namespace DsMip.MobileNode.Configuration;

/// <summary>The list <c>OtherHomeAddresses</c> (RFC 5026 5.3.2).</summary>
internal static class HomeAddressReader
{
    private const int Most = 16;

    /// <exception cref="ConfigurationException">An element is wrong, or home addresses cannot be changed here.</exception>
    public static ImmutableArray<HomeAddressOptions> ReadAll(SettingsReader settings, MobileNodeOptions options)
    {
        var legacy = settings.Flag("AllowLegacySuites", false);
        ImmutableArray<HomeAddressOptions> all = [.. settings.Sections("OtherHomeAddresses").Select(section => Read(section, options, legacy))];
        if (all.IsEmpty) return all;
        if (options.Ike is not null) throw settings.Wrong("OtherHomeAddresses", "and Ike exclude each other: a home agent has bound one home address to an identity");
        if (!options.HomeAgents.IsEmpty) throw settings.Wrong("OtherHomeAddresses", "and HomeAgents exclude each other");
        if (all.Length > Most) throw settings.Wrong("OtherHomeAddresses", $"has more than {Most} elements");
        for (var i = 0; i < all.Length; i++) Check(settings, options, all, i);
        return all;
    }

    private static HomeAddressOptions Read(SettingsReader section, MobileNodeOptions options, bool legacy)
    {
        var address = section.UnicastIpv6("Address");
        return new HomeAddressOptions(
            address, section.Optional<Ipv4Address>("Ipv4HomeAddress", "an IPv4 address"), options.Keys is null ? null : ReadKeys(section, legacy),
            Path.Combine(options.StateDirectory, $"home-{address.ToString().Replace(':', '-')}"));
    }

    private static SignallingKeys ReadKeys(SettingsReader section, bool legacy)
    {
        var (update, acknowledgement) = SignallingAssociation.ReadPair(section, legacy);
        return new SignallingKeys(update, acknowledgement);
    }

    private static void Check(SettingsReader settings, MobileNodeOptions options, ImmutableArray<HomeAddressOptions> all, int index)
    {
        var (one, key) = (all[index], $"OtherHomeAddresses:{index}:");
        if (!options.HomePrefix.Contains(one.Address)) throw settings.Wrong(key + "Address", $"{one.Address} is not in HomePrefix {options.HomePrefix}");
        if (one.Address == options.HomeAgentAddress) throw settings.Wrong(key + "Address", "is the home agent's");
        if (one.Ipv4HomeAddress is { IsUnicastRoutable: false } ipv4) throw settings.Wrong(key + "Ipv4HomeAddress", $"{ipv4} is not a unicast address");
        var earlier = all.Take(index).ToList();
        if (one.Address == options.HomeAddress || earlier.Any(other => other.Address == one.Address)) throw settings.Wrong(key + "Address", $"{one.Address} is there twice");
        if (one.Keys is { } keys && earlier.Select(other => other.Keys).Append(options.Keys).Any(other => other?.Shares(keys) == true))
            throw settings.Wrong(key + "BindingUpdate", "or BindingAcknowledgement has a key of another home address too; each SA needs its own");
    }
}
