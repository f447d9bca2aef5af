using DsMip.Configuration;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>One entry of <c>MobileNodes</c>.</summary>
public static class MobileNodeReader
{
    /// <param name="mayBeUnprotected">It may have no SA at all.</param>
    public static MobileNodeOptions Read(SettingsReader node, bool allowLegacySuites, bool mayBeUnprotected = false)
    {
        var ike = IkeReader.ReadPeer(node.Section("Ike"));
        return new MobileNodeOptions(
            node.Required<Ipv6Address>("HomeAddress", "an IPv6 address"), node.Optional<Ipv4Address>("Ipv4HomeAddress", "an IPv4 address"),
            ike is not null ? NoKeys(node) : mayBeUnprotected && !HasKeys(node) ? null : ReadKeys(node, allowLegacySuites), ike, node.Flag("ProtectPayload", false),
            MobileNetworkReader.ReadNetworks(node))
        {
            DnsName = NameUpdateReader.ReadName(node),
        };
    }

    private static bool HasKeys(SettingsReader node) => (node.Section("BindingUpdate").Text("Spi") ?? node.Section("BindingAcknowledgement").Text("Spi")) is not null;

    private static SignallingKeys ReadKeys(SettingsReader node, bool allowLegacySuites)
    {
        var (update, acknowledgement) = SignallingAssociation.ReadPair(node, allowLegacySuites);
        return new SignallingKeys(update, acknowledgement);
    }

    private static SignallingKeys? NoKeys(SettingsReader node)
    {
        foreach (var name in (ReadOnlySpan<string>)["BindingUpdate", "BindingAcknowledgement"])
            if (node.Section(name).Text("Spi") is not null) throw node.Wrong(name, "and Ike exclude each other: keys come from one of them");
        return null;
    }
}
