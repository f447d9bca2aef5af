using System.Text.Json.Nodes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>What the home agent and one mobile node both know: the addresses and the keys of the two associations.</summary>
public sealed record MobileNodeIdentity(
    string HomeAddress, string? Ipv4HomeAddress, SecurityAssociationKeys BindingUpdate, SecurityAssociationKeys BindingAcknowledgement)
{
    public static MobileNodeIdentity First(MobileNodePort port) =>
        new(port.HomeAddress, port.Ipv4HomeAddress, SecurityAssociationKeys.AesGcm(0x1001), SecurityAssociationKeys.AesGcm(0x2001));

    public static MobileNodeIdentity Second(MobileNodePort port) =>
        new(port.HomeAddress, port.Ipv4HomeAddress, SecurityAssociationKeys.AesCbc(0x1002), SecurityAssociationKeys.AesCbc(0x2002));

    /// <summary>The entry of the home agent's list of mobile nodes, or the same keys of the mobile node's own configuration.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            [nameof(HomeAddress)] = HomeAddress,
            [nameof(BindingUpdate)] = BindingUpdate.ToJson(),
            [nameof(BindingAcknowledgement)] = BindingAcknowledgement.ToJson(),
        };
        if (Ipv4HomeAddress is not null)
        {
            json[nameof(Ipv4HomeAddress)] = Ipv4HomeAddress;
        }

        return json;
    }
}
