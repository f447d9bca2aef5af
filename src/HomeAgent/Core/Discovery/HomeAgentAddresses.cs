using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Core.Discovery;

/// <summary>The answer to a Home Agent Address Discovery Request (RFC 6275 10.5.1, RFC 3963 7.2).</summary>
public static class HomeAgentAddresses
{
    private const int MinimumMtu = 1280, BeforeAddresses = 8;

    /// <summary>More do not fit into the least MTU of IPv6.</summary>
    public const int Most = (MinimumMtu - Ipv6Header.Size - BeforeAddresses) / Ipv6Address.Size;

    /// <param name="homeAgents">Ourselves among them.</param>
    /// <param name="random">Orders those of equal preference anew each time, so that mobile nodes spread over them.</param>
    public static HomeAgentAddressDiscoveryReply Answer(HomeAgentAddressDiscoveryRequest request, IEnumerable<KnownHomeAgent> homeAgents, Random random)
    {
        var (addresses, serveRouters) = InOrder(homeAgents, request.MobileRouter, random);
        return new HomeAgentAddressDiscoveryReply(request.Identifier, ValueArray.Create<Ipv6Address>([.. addresses.Take(Most)]), serveRouters);
    }

    /// <summary>Their addresses, the most preferred first, and whether they serve mobile routers.</summary>
    /// <param name="forMobileRouter">Only those that do so are told, if there are any.</param>
    public static (IEnumerable<Ipv6Address> Addresses, bool ServeRouters) InOrder(IEnumerable<KnownHomeAgent> homeAgents, bool forMobileRouter, Random random)
    {
        var all = homeAgents.ToArray();
        var routers = forMobileRouter ? all.Where(one => one.MobileRouters).ToArray() : [];
        // Nobody serves mobile routers: flag R stays clear, and those who ask find the others.
        var told = routers.Length > 0 ? routers : all;
        random.Shuffle(told);
        return (told.OrderByDescending(one => one.Preference).SelectMany(one => Shuffled(one.Addresses, random)).Distinct(), routers.Length > 0);
    }

    private static Ipv6Address[] Shuffled(ValueArray<Ipv6Address> addresses, Random random)
    {
        var shuffled = addresses.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
