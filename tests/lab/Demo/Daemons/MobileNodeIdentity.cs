using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>What the home agent and one mobile node both know: the addresses, and the keys of the two associations or a secret for IKE.</summary>
public sealed record MobileNodeIdentity(
    string HomeAddress, string? Ipv4HomeAddress, SecurityAssociationKeys BindingUpdate, SecurityAssociationKeys BindingAcknowledgement)
{
    /// <summary>Then the two associations are not configured.</summary>
    public IkePeer? Ike { get; init; }

    public bool ProtectPayload { get; init; }

    public static MobileNodeIdentity First(MobileNodePort port) =>
        new(port.HomeAddress, port.Ipv4HomeAddress, SecurityAssociationKeys.AesGcm(0x1001), SecurityAssociationKeys.AesGcm(0x2001));

    public static MobileNodeIdentity Second(MobileNodePort port) =>
        new(port.HomeAddress, port.Ipv4HomeAddress, SecurityAssociationKeys.AesCbc(0x1002), SecurityAssociationKeys.AesCbc(0x2002));

    public MobileNodeIdentity With(LabIpsec ipsec) => this with
    {
        Ike = ipsec.IsIke ? new IkePeer($"mn-{HomeAddress.Replace(':', '-')}.example.org", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))) : null,
        ProtectPayload = ipsec.ProtectsPayload,
    };

    /// <summary>The entry of the home agent's list of mobile nodes.</summary>
    public JsonObject AtHomeAgent()
    {
        var json = Common();
        if (Ike is not null)
        {
            json[nameof(Ike)] = new JsonObject { ["Identity"] = Ike.Identity, ["PresharedKey"] = Ike.PresharedKey };
        }

        return json;
    }

    /// <summary>The same of the mobile node's own configuration.</summary>
    public JsonObject AtMobileNode()
    {
        var json = Common();
        if (Ike is not null)
        {
            json[nameof(Ike)] = new JsonObject
            {
                ["Identity"] = Ike.Identity, ["HomeAgentIdentity"] = IkePeer.HomeAgent, ["PresharedKey"] = Ike.PresharedKey,
            };
        }

        return json;
    }

    private JsonObject Common()
    {
        var json = new JsonObject { [nameof(HomeAddress)] = HomeAddress };
        if (Ike is null)
        {
            json[nameof(BindingUpdate)] = BindingUpdate.ToJson();
            json[nameof(BindingAcknowledgement)] = BindingAcknowledgement.ToJson();
        }

        if (Ipv4HomeAddress is not null)
        {
            json[nameof(Ipv4HomeAddress)] = Ipv4HomeAddress;
        }

        if (ProtectPayload)
        {
            json[nameof(ProtectPayload)] = true;
        }

        return json;
    }
}
