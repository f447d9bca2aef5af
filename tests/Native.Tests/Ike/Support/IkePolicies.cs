using DsMip.Ike;
using DsMip.Lab.Topology;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Ike;

/// <summary>The policies of a mobile node that is away, at either end; charon has none. They and charon's states meet by the reqid only.</summary>
internal static class IkePolicies
{
    public static void Install(NetworkNamespace space, bool atHomeAgent, MobileIkePair pair)
    {
        using var kernel = space.Enter(() => new XfrmNetlink());
        var home = new HomeAddresses(pair.HomeAddress, pair.Ipv4HomeAddress ?? Ipv4Address.Any);
        new InstalledPolicies(kernel).Install(
        [
            .. MobilityPolicies.Permanent(atHomeAgent, pair.HomeAgent, pair.HomeAddress),
            .. MobilityPolicies.WhileAway(atHomeAgent, pair.HomeAgent, home, pair.ProtectsPayload),
        ]);
    }
}
