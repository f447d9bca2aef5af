using DsMip.Configuration;

namespace DsMip.Ike;

/// <summary>Who the two ends are and how they show it.</summary>
/// <param name="LocalIdentity">As strongSwan reads it: a domain name, an e-mail address, a distinguished name, an address.</param>
/// <param name="RemoteIdentity">The only one that is accepted.</param>
/// <exception cref="ConfigurationException">An identity stands for several.</exception>
public sealed record IkeAuthentication(string LocalIdentity, string RemoteIdentity, IkeCredential Credential)
{
    public string LocalIdentity { get; } = One(LocalIdentity);

    public string RemoteIdentity { get; } = One(RemoteIdentity);

    /// <summary>charon takes patterns, too. With one of them a mobile node would get the home address of another.</summary>
    private static string One(string identity) => identity.Contains('*', StringComparison.Ordinal) || identity.StartsWith('%')
        ? throw new ConfigurationException("Ike:Identity", $"'{identity}' stands for more than one node; a home address belongs to one identity")
        : identity;
}
