using DsMip.Configuration;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>One entry of <c>MobileNodes</c>.</summary>
public static class MobileNodeReader
{
    public static MobileNodeOptions Read(SettingsReader node, bool allowLegacySuites)
    {
        var (update, acknowledgement) = SignallingAssociation.ReadPair(node, allowLegacySuites);
        return new MobileNodeOptions(
            node.Required<Ipv6Address>("HomeAddress", "an IPv6 address"), node.Optional<Ipv4Address>("Ipv4HomeAddress", "an IPv4 address"), update, acknowledgement);
    }
}
