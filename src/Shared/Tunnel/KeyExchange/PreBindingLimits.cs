namespace DsMip.Tunnel;

/// <summary>What strangers may use of the path that key exchange takes before there is a binding.</summary>
/// <param name="PerSource">
/// For one outer IPv4 address, or one /64 of outer IPv6 addresses. Behind one address of a carrier's NAT are many mobile nodes, and each needs
/// about five packets to get its keys.
/// </param>
/// <param name="InTotal">For all sources together; what the key management daemon can bear.</param>
/// <param name="Sources">How many sources are counted at the same time; when there are more, the one heard least recently is counted afresh.</param>
/// <param name="HomeAddresses">For how many home addresses ways back are known at the same time.</param>
/// <param name="WaysPerHomeAddress">So many IKE SAs of one home address; one mobile node has one, two while it is replaced.</param>
/// <param name="Lifetime">A way back is forgotten when it was not used for so long.</param>
public sealed record PreBindingLimits(
    RateLimit PerSource, RateLimit InTotal, int Sources, int HomeAddresses, int WaysPerHomeAddress, TimeSpan Lifetime)
{
    public static readonly PreBindingLimits Default = new(
        new RateLimit(20, 100), new RateLimit(500, 1000), Sources: 4096, HomeAddresses: 4096, WaysPerHomeAddress: 4, TimeSpan.FromMinutes(2));
}
