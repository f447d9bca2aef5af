using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>The two ends of a connection as charon is told of them: who each is, and how it shows that.</summary>
internal static class IkeParties
{
    private const string Secret = "psk", Certificate = "pubkey";

    private static readonly string[] Nobody = ["dsmip-nobody"];

    /// <param name="certificates">Those of the credential; null: it has none.</param>
    public static ViciSection Local(IkeAuthentication authentication, LoadedCertificates? certificates)
    {
        var party = new ViciSection { { "id", authentication.LocalIdentity } };
        switch (authentication.Credential)
        {
            case PresharedKey:
                party.Add("auth", Secret);
                break;
            case EapPeer peer:
                party.Add("auth", "eap");
                party.Add("eap_id", peer.Identity);
                break;
            default:
                party.Add("auth", Certificate);
                party.Add("certs", new[] { certificates!.Own });
                break;
        }
        return party;
    }

    /// <inheritdoc cref="Local"/>
    public static ViciSection Remote(IkeAuthentication authentication, LoadedCertificates? certificates) => authentication.Credential switch
    {
        PresharedKey => new() { { "id", authentication.RemoteIdentity }, { "auth", Secret } },
        EapAuthenticator eap => new() { { "id", "%any" }, { "auth", "eap-" + eap.Method }, { "eap_id", eap.Identity } },
        _ => new() { { "id", authentication.RemoteIdentity }, { "auth", Certificate }, { "cacerts", new[] { certificates!.Authority } } },
    };

    /// <summary>Whoever it is inside EAP, and in a group that nobody is in.</summary>
    public static ViciSection Anybody(IkeAuthentication authentication) => new()
    {
        { "id", "%any" },
        { "auth", "eap-" + ((EapAuthenticator)authentication.Credential).Method },
        { "eap_id", "%any" },
        { "groups", Nobody },
    };
}
