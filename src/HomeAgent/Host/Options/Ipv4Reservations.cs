using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Addresses of the IPv4 home prefix that are nobody's to lease.</summary>
public static class Ipv4Reservations
{
    // RFC 3021: a /31 has neither a network nor a broadcast address, and neither has a /32.
    private const int LongestWithBroadcast = 30;

    public static IEnumerable<Ipv4Address> Of(HomeAgentOptions options) =>
        options.MobileNodes.Select(node => node.Ipv4HomeAddress).OfType<Ipv4Address>().Concat(Unassignable(options));

    /// <summary>Those that cannot be provisioned either: the home agent's own, the network's and the broadcast address.</summary>
    public static IEnumerable<Ipv4Address> Unassignable(HomeAgentOptions options)
    {
        if (options.HomeAgentIpv4Address is { } own) yield return own;
        if (options.Ipv4HomePrefix is not { Length: <= LongestWithBroadcast } prefix) yield break;
        yield return prefix.Address;
        yield return new Ipv4Address(prefix.Address.Value | (uint.MaxValue >> prefix.Length));
    }
}
