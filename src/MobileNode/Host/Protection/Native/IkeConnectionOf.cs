using DsMip.Ike;
using DsMip.MobileNode.Configuration;
using DsMip.NativeIpsec;
using DsMip.Wire;

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
        // Over the home address the home agent knows who it has to be, and does not ask inside EAP.
        return MobileIkeConnection.ForMobileNode(pair, Authentication(ike, ike.EapIdentity));

        uint Reqid(AssociationPurpose purpose) => SignallingReqids.Of(options.HomeAddress, purpose);
    }

    /// <summary>In which the home address is asked for.</summary>
    /// <param name="former">Unspecified: there was none.</param>
    public static IkeConnection Bootstrapping(MobileNodeOptions options, IkeOptions ike, Ipv6Address former) =>
        BootstrapConnection.ForMobileNode(options.HomeAgentAddress, Authentication(ike, ike.Identity), former);

    private static IkeAuthentication Authentication(IkeOptions ike, string identity) => new(identity, ike.HomeAgentIdentity, ike switch
    {
        { PresharedKey: { } key } => new PresharedKey(key),
        { EapSecret: { } secret } => new EapPeer(ike.EapIdentity, secret, ike.CaCertificate!),
        _ => new CertificateFiles(ike.Certificate!, ike.PrivateKey!, ike.CaCertificate!),
    });
}
