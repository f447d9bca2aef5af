using DsMip.Ike;
using DsMip.MobileNode.Configuration;
using DsMip.NativeIpsec;

namespace DsMip.MobileNode.Protection;

/// <summary>What charon has to know, from the configuration.</summary>
internal static class IkeConnectionOf
{
    public static IkeConnection MobileNode(MobileNodeOptions options, IkeOptions ike)
    {
        var pair = new MobileIkePair(options.HomeAgentAddress, options.HomeAddress, new IkeReqids(
            Reqid(AssociationPurpose.Signalling), Reqid(AssociationPurpose.ReturnRoutability), Reqid(AssociationPurpose.PrefixDiscovery), Reqid(AssociationPurpose.Payload)))
        {
            Ipv4HomeAddress = options.Ipv4HomeAddress is { IsUnspecified: false } ipv4 ? ipv4 : null,
            ProtectsPayload = options.ProtectPayload,
        };
        return MobileIkeConnection.ForMobileNode(pair, new IkeAuthentication(ike.Identity, ike.HomeAgentIdentity, CredentialOf(ike)));

        uint Reqid(AssociationPurpose purpose) => SignallingReqids.Of(options.HomeAddress, purpose);
    }

    private static IkeCredential CredentialOf(IkeOptions ike) => ike.PresharedKey is { } key
        ? new PresharedKey(key)
        : new CertificateFiles(ike.Certificate!, ike.PrivateKey!, ike.CaCertificate!);
}
