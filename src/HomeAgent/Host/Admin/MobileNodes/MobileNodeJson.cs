using DsMip.Configuration;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Admin.MobileNodes;

/// <summary>A mobile node that is served. Its keys are never shown.</summary>
/// <param name="Source"><c>configuration</c>, <c>store</c>, or <c>lease</c> while it has a home address from IKE; only those of the store can be changed here.</param>
/// <param name="Keys">Where its keys come from: <c>manual</c>, <c>ike</c>, <c>none</c> (labs), or <c>unreadable</c> if its row cannot be opened.</param>
/// <param name="BindingUpdate">SA from the mobile node to the home agent, if its keys are manual.</param>
/// <param name="BindingAcknowledgement">SA from the home agent to the mobile node, likewise.</param>
/// <param name="Revision">Another number after every change; null for one that is not in the store.</param>
public sealed record MobileNodeJson(
    string HomeAddress,
    string? Ipv4HomeAddress,
    string Source,
    string Keys,
    AssociationJson? BindingUpdate,
    AssociationJson? BindingAcknowledgement,
    IReadOnlyList<string> MobileNetworkPrefixes,
    IReadOnlyList<string> Ipv4MobileNetworkPrefixes,
    long? Revision)
{
    internal static MobileNodeJson From(MobileNodeOptions node, string source) => new(
        node.HomeAddress.ToString(), node.Ipv4HomeAddress?.ToString(), source, node.Ike is not null ? "ike" : node.Keys is null ? "none" : "manual",
        AssociationJson.From(node.Keys?.BindingUpdate), AssociationJson.From(node.Keys?.BindingAcknowledgement), Ipv6(node.Networks), Ipv4(node.Networks), null);

    internal static MobileNodeJson From(ProvisionedMobileNode stored) => new(
        stored.HomeAddress.ToString(), stored.Node?.Ipv4HomeAddress?.ToString(), "store", stored.Node is null ? "unreadable" : "manual",
        AssociationJson.From(stored.Node?.Update), AssociationJson.From(stored.Node?.Acknowledgement), Ipv6(stored.Node?.Networks), Ipv4(stored.Node?.Networks), stored.Revision);

    private static IReadOnlyList<string> Ipv6(MobileNetworks? networks) => [.. (networks?.Ipv6 ?? []).Select(prefix => prefix.ToString())];

    private static IReadOnlyList<string> Ipv4(MobileNetworks? networks) => [.. (networks?.Ipv4 ?? []).Select(prefix => prefix.ToString())];
}

/// <summary>A security association without its keys.</summary>
/// <param name="Spi">As <c>0x</c> and eight digits.</param>
public sealed record AssociationJson(string Spi, string Suite, bool ExtendedSequenceNumbers)
{
    internal static AssociationJson? From(SignallingAssociation? sa) =>
        sa is null ? null : new(Text(sa.Spi.Value), EspSuiteProfile.Of(sa.Parameters.Suite).Name, sa.Parameters.ExtendedSequenceNumbers);

    internal static AssociationJson? From(ManualSecurityAssociation? sa) => sa is null ? null : new(Text(sa.Spi), sa.Suite, sa.ExtendedSequenceNumbers);

    private static string Text(uint spi) => $"0x{spi:x8}";
}
