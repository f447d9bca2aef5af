using System.Text;

namespace DsMip.MobileNode.Configuration;

/// <summary>The mobile node's side of IKE, which charon speaks.</summary>
/// <param name="ViciSocket">Where charon takes commands.</param>
/// <param name="Identity">Ours, to which the home agent has bound the home address.</param>
/// <param name="PresharedKey">Null: both ends have certificates.</param>
/// <param name="Certificate">File, PEM or DER; null with <paramref name="PresharedKey"/>.</param>
/// <param name="PrivateKey">File; null with <paramref name="PresharedKey"/>.</param>
/// <param name="CaCertificate">File, of the CA that signed the home agent's certificate; null with <paramref name="PresharedKey"/>.</param>
public sealed record IkeOptions(
    string ViciSocket, string Identity, string HomeAgentIdentity, string? PresharedKey, string? Certificate, string? PrivateKey, string? CaCertificate)
{
    /// <summary>We prove by EAP who we are, and only the home agent has a certificate; null: not by EAP.</summary>
    public string? EapSecret { get; init; }

    /// <summary>Ours inside EAP; <see cref="Identity"/> may then be any.</summary>
    public string EapIdentity { get; init; } = Identity;

    /// <summary>The home address is asked for by IKE.</summary>
    public bool Bootstrapping { get; init; }

    // Records print their members; a key must not reach a log that way.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Identity = ").Append(Identity);
        return true;
    }
}
