using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Admin;

/// <summary>The SA pair of the configuration: with IPsec at the entities there are no others.</summary>
internal sealed class ConfiguredProtection(HomeAgentOptions options, IMobileNodeDirectory directory) : IProtectionInForce
{
    public IReadOnlyList<ProtectionJson> Of(Ipv6Address home, in BidirectionalTunnel tunnel)
    {
        if (!directory.TryFind(home, out var node) || node.Keys is not { } keys) return [];
        return
        [
            Signalling(keys.BindingUpdate.Spi.Value, true, Selector(home, options.HomeAgentAddress, MobilityHeaderType.BindingUpdate), tunnel),
            Signalling(keys.BindingAcknowledgement.Spi.Value, false, Selector(options.HomeAgentAddress, home, MobilityHeaderType.BindingAcknowledgement), tunnel),
        ];
    }

    private static ProtectionJson Signalling(uint spi, bool inbound, string selector, in BidirectionalTunnel tunnel) =>
        ProtectionJson.Of("Signalling", spi, isTunnel: false, inbound, selector, tunnel);

    private static string Selector(Ipv6Address source, Ipv6Address destination, MobilityHeaderType type) => $"{source}/128 -> {destination}/128 mh[{(byte)type},{(byte)MobilityHeaderType.BindingRevocation}]";
}
