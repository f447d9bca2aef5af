namespace DsMip.Ike;

/// <summary>By what two ends know each other.</summary>
public abstract record IkeCredential;

/// <summary>A secret of one mobile node and its home agent.</summary>
/// <param name="Secret">Text, or bytes as <c>0x...</c> (hexadecimal) or <c>0s...</c> (base64), the way strongSwan writes them.</param>
public sealed record PresharedKey(string Secret) : IkeCredential
{
    public byte[] Bytes => Secret switch
    {
        ['0', 'x', .. var hexadecimal] => Convert.FromHexString(hexadecimal),
        ['0', 's', .. var base64] => Convert.FromBase64String(base64),
        _ => System.Text.Encoding.UTF8.GetBytes(Secret),
    };

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(PresharedKey);
}

/// <summary>A certificate of one's own, and the authority that the other's must come from. Files in PEM or DER.</summary>
/// <param name="CertificateFile">It names one's identity: as subject, or as alternative name.</param>
/// <param name="PrivateKeyFile">Its key, not encrypted.</param>
/// <param name="CaCertificateFile">The only authority from which the other's certificate is taken.</param>
public sealed record CertificateFiles(string CertificateFile, string PrivateKeyFile, string CaCertificateFile) : IkeCredential;

/// <summary>
/// The mobile node's: EAP (RFC 7296 2.16). The home agent has a certificate; what the mobile node calls itself in IKE only helps to choose the method.
/// </summary>
/// <param name="Secret">As in <see cref="PresharedKey"/>.</param>
/// <param name="CaCertificateFile">The only authority from which the home agent's certificate is taken.</param>
public sealed record EapPeer(string Identity, string Secret, string CaCertificateFile) : IkeCredential
{
    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(EapPeer);
}

/// <summary>The home agent's end of <see cref="EapPeer"/>. Whoever calls himself whatever in IKE has to prove by EAP to be this one (RFC 4877 8).</summary>
/// <param name="Method">As charon names it, without <c>eap-</c>: <c>mschapv2</c>, <c>md5</c>.</param>
/// <param name="Identity">The mobile node's, inside EAP.</param>
/// <param name="CertificateFile">The home agent's.</param>
/// <param name="PrivateKeyFile">Its key, not encrypted.</param>
public sealed record EapAuthenticator(string Method, string Identity, string Secret, string CertificateFile, string PrivateKeyFile) : IkeCredential
{
    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(EapAuthenticator);
}
