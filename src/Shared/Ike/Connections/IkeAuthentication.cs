namespace DsMip.Ike;

/// <summary>Who the two ends are and how they show it.</summary>
/// <param name="LocalIdentity">As strongSwan reads it: a domain name, an e-mail address, a distinguished name, an address.</param>
/// <param name="RemoteIdentity">The only one that is accepted.</param>
public sealed record IkeAuthentication(string LocalIdentity, string RemoteIdentity, IkeCredential Credential);
