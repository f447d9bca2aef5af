using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary><c>bce|&lt;home address&gt;</c>, the address in its canonical text (RFC 5952).</summary>
public static class PersistenceId
{
    public const string Prefix = "bce|";

    public static string Of(Ipv6Address homeAddress) => Prefix + homeAddress;
}
