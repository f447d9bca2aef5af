namespace DsMip.HomeAgent.Options;

/// <summary>Who somebody is in the audit log. A token of the configuration and a subject of the identity provider never have the same name.</summary>
internal static class AuditedNames
{
    /// <summary>Whoever needs no token.</summary>
    public const string Anybody = "loopback";

    /// <summary>Before the subject of a token of the identity provider.</summary>
    public const string Oidc = "oidc:";

    /// <summary>No token of the configuration may be called that.</summary>
    public static bool AreOthers(string name) => name.Equals(Anybody, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Oidc, StringComparison.OrdinalIgnoreCase);
}
