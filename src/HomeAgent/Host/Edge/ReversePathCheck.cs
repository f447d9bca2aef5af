using System.Globalization;
using DsMip.HomeAgent.Options;
using DsMip.Linux;

namespace DsMip.HomeAgent.Edge;

/// <summary>Our route to IPv4 home addresses leads into the TUN, so that a strict reverse path filter drops what nodes at home send.</summary>
internal static class ReversePathCheck
{
    private const int Strict = 1;

    /// <summary>True: the filter of the home link is strict (the higher of the two settings counts: ip-sysctl.rst).</summary>
    public static bool IsStrict(HomeAgentOptions options) =>
        options is { HomeLink: { } link, Ipv4HomePrefix: not null } && Math.Max(Of("all"), Of(link)) == Strict;

    private static int Of(string link) => int.Parse(Sysctl.Get($"net/ipv4/conf/{link}/rp_filter"), CultureInfo.InvariantCulture);
}
