using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>
/// The exchange in which a mobile node gets its home address (RFC 4877 9, RFC 5026 5.3.1): from the care-of address, before there is anything else to speak
/// from. It makes no SAs; those are made over the home address (<see cref="MobileIkeConnection"/>). Over IPv6 only: UDP port 4500 of IPv4 is the data path's.
/// </summary>
public static class BootstrapConnection
{
    /// <summary>The mobile node's own.</summary>
    public const string MobileNodeName = IkeConnection.NamePrefix + "bootstrap";

    /// <inheritdoc cref="ForHomeAgent"/>
    public static string NameAtHomeAgent(string name) => $"{IkeConnection.NamePrefix}bootstrap-{name}";

    /// <param name="name">Of this peer; without the prefix of our names.</param>
    /// <param name="addresses">Out of these charon gives one; empty: it answers INTERNAL_ADDRESS_FAILURE.</param>
    public static IkeConnection ForHomeAgent(string name, Ipv6Address homeAgent, IkeAuthentication authentication, IEnumerable<Ipv6Address> addresses) =>
        new(NameAtHomeAgent(name), homeAgent, null, authentication, [])
        {
            StandsBeside = true,
            Pools = [.. addresses.Select(MobileIkeConnection.NameOf)],
        };

    /// <summary>
    /// Asks inside EAP who it is, and leaves the rest to the connection of that identity: nobody is a member of the group that it requires, so charon looks for
    /// another one whose identity has been proved. It is chosen first because its remote addresses are narrower.
    /// </summary>
    /// <param name="authentication">Its credential is <see cref="EapAuthenticator"/>; identity and secret do not matter.</param>
    public static IkeConnection AskingByEap(Ipv6Address homeAgent, IkeAuthentication authentication) =>
        new(NameAtHomeAgent("by-eap"), homeAgent, null, authentication, []) { StandsBeside = true, AsksForIdentity = true };

    /// <param name="former">The home address that it had last; unspecified: none.</param>
    public static IkeConnection ForMobileNode(Ipv6Address homeAgent, IkeAuthentication authentication, Ipv6Address former) =>
        new(MobileNodeName, null, homeAgent, authentication, [])
        {
            StandsBeside = true, IsChildless = true, VirtualAddresses = [former],
        };
}
