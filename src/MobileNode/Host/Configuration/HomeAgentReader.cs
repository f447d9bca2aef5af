using System.Collections.Immutable;
using DsMip.Configuration;
using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire;

namespace DsMip.MobileNode.Configuration;

/// <summary>The keys that say which home agents there are, and how they are found.</summary>
internal static class HomeAgentReader
{
    private const int LongestName = 253;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2), Usual = TimeSpan.FromSeconds(30), Most = TimeSpan.FromMinutes(10);

    public static MobileNodeOptions Read(SettingsReader settings, MobileNodeOptions options)
    {
        if (settings.Text("HomeAgentAddress") is not null) options = options with { HomeAgentAddress = settings.UnicastIpv6("HomeAgentAddress") };
        options = options with
        {
            HomeAgentName = ReadName(settings, "HomeAgentName"),
            HomeAgentDomain = ReadName(settings, "HomeAgentDomain"),
            HomeAgentPatience = settings.Duration("HomeAgentPatience", Usual, Least, Most),
        };
        if (options.HomeAgentName is not null && !options.HomeAgentAddress.IsUnspecified)
            throw settings.Wrong("HomeAgentName", "and HomeAgentAddress exclude each other");
        if (options.HomeAgentDomain is not null && !(options.HomeAgentAddress.IsUnspecified && options.HomeAgentName is null))
            throw settings.Wrong("HomeAgentDomain", "and HomeAgentAddress or HomeAgentName exclude each other");
        return options;
    }

    /// <summary>After all that says where keys come from: with keys by hand each has its own.</summary>
    /// <param name="readKeys">Null: keys are not by hand.</param>
    public static MobileNodeOptions ReadList(SettingsReader settings, MobileNodeOptions options, Func<SettingsReader, SignallingKeys>? readKeys)
    {
        ImmutableArray<HomeAgentOptions> all = [.. settings.Sections("HomeAgents").Select(section => ReadOne(section, readKeys))];
        options = options with { HomeAgents = all };
        if (all.IsEmpty && readKeys is not null && options.IsDiscovered)
            throw settings.Wrong("HomeAgentAddress", "or HomeAgentName is required, or HomeAgents: with keys by hand a home agent that is discovered is one of those that there are keys for");
        if (!all.IsEmpty && options.HomeAgentName is not null) throw settings.Wrong("HomeAgents", "and HomeAgentName exclude each other");
        if (options.IsDiscovered && options.HomeAgentDomain is null && HomeAgentsAnycast.Of(options.HomePrefix) is null)
            throw settings.Wrong("HomeAgentAddress", $"is required: {options.HomePrefix} is too long to have an anycast address of home agents");
        if (options.IsDiscovered && !options.HomeAgentIpv4Address.IsUnspecified)
            throw settings.Wrong("HomeAgentIpv4Address", "is that of one home agent: without HomeAgentAddress it belongs into HomeAgents");
        return options;
    }

    /// <summary>When all else has been read.</summary>
    public static void Check(MobileNodeOptions options, SettingsReader settings)
    {
        for (var i = 0; i < options.HomeAgents.Length; i++) Check(settings, options, i);
    }

    private static string? ReadName(SettingsReader settings, string key)
    {
        if (settings.Text(key) is not { } name) return null;
        return name.Length <= LongestName && Uri.CheckHostName(name) == UriHostNameType.Dns
            ? name
            : throw settings.Wrong(key, $"'{name}' is not a name such as ha.example.org");
    }

    private static HomeAgentOptions ReadOne(SettingsReader section, Func<SettingsReader, SignallingKeys>? readKeys) => new(
        section.UnicastIpv6("Address"), section.Optional<Ipv4Address>("Ipv4Address", "an IPv4 address") ?? default, readKeys?.Invoke(section));

    private static void Check(SettingsReader settings, MobileNodeOptions options, int index)
    {
        var (one, key) = (options.HomeAgents[index], $"HomeAgents:{index}:");
        if (index >= HomeAgentsToTry.Most) throw settings.Wrong("HomeAgents", $"has more than {HomeAgentsToTry.Most} elements");
        if (one.Address == options.HomeAddress) throw settings.Wrong(key + "Address", "is the home address itself");
        if (!one.Ipv4Address.IsUnspecified && !one.Ipv4Address.IsUnicastRoutable) throw settings.Wrong(key + "Ipv4Address", $"{one.Ipv4Address} is not a unicast address");
        var earlier = options.HomeAgents.Take(index);
        if (one.Address == options.HomeAgentAddress || earlier.Any(other => other.Address == one.Address)) throw settings.Wrong(key + "Address", $"{one.Address} is there twice");
        // Two home agents that seal under one key use every number, and with AES-GCM every nonce, twice.
        if (one.Keys is { } keys && earlier.Select(other => other.Keys).Append(options.Keys).Any(other => other?.Shares(keys) == true))
            throw settings.Wrong(key + "BindingUpdate", "or BindingAcknowledgement has a key of another home agent too; each SA needs its own");
    }
}
