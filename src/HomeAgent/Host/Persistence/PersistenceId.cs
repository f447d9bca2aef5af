using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary><c>bce|&lt;home address&gt;</c>, the address in its canonical text (RFC 5952).</summary>
public static class PersistenceId
{
    public const string Prefix = "bce|";

    public static string Of(Ipv6Address homeAddress) => Prefix + homeAddress;

    public static bool TryParse(string text, out Ipv6Address homeAddress)
    {
        homeAddress = default;
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Ipv6Address.TryParse(text[Prefix.Length..], null, out homeAddress);
    }
}
