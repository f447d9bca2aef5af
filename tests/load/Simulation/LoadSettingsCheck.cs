namespace DsMip.Load;

/// <summary>Settings that make no sense are refused before anything is opened.</summary>
internal static class LoadSettingsCheck
{
    private const int LargestIpv4 = 30, LargestIpv6 = 120, MostPorts = 256;

    /// <exception cref="LoadException">One line that names the setting.</exception>
    public static void Check(LoadSettings settings)
    {
        Demand(settings.Nodes.Count > 0, "nodes: there are none");
        Demand(settings.Ipv6Share is >= 0 and <= 1, "share of IPv6: not in 0 to 1");
        Demand(settings.Ipv6Share == 0 || settings.CareOfIpv6 is { Length: <= LargestIpv6 }, $"care-of prefix of IPv6: needed, /{LargestIpv6} or shorter");
        Demand(settings.Ipv6Share == 1 || settings.CareOfIpv4 is { Length: <= LargestIpv4 }, $"care-of prefix of IPv4: needed, /{LargestIpv4} or shorter");
        Demand(settings.Ipv6Share == 1 || !settings.HomeAgentIpv4.IsUnspecified, "IPv4 address of the home agent: needed");
        Demand(settings.DynamicIpv4 >= 0, "nodes that ask for an IPv4 home address: below 0");
        Demand(settings.DynamicPrefixes >= 0, "nodes that ask for an IPv4 prefix: below 0");
        Demand(settings.Ports is >= 1 and <= MostPorts && settings.FirstPort + settings.Ports <= ushort.MaxValue, $"ports: 1 to {MostPorts}, up to port 65535");
        Demand(settings.Lifetime >= TimeSpan.FromSeconds(4), "lifetime: at least 4 s");
        Demand(settings.Payload is not { Share: <= 0 or > 1 }, "share of payload: not above 0 and up to 1");
        Demand(settings.Payload is not { Interval.Ticks: <= 0 }, "interval of payload: not above 0");
    }

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition) throw new LoadException(otherwise);
    }
}
