using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.HomeAgent.Core.Prefixes;

/// <summary>A prefix of the home link (RFC 6275 10.6.1).</summary>
/// <param name="Preferred">Never taken to be longer than <paramref name="Valid"/>.</param>
/// <param name="RouterAddress">The home agent's address of this prefix (flag R, RFC 6275 7.2); null: none is told.</param>
public readonly record struct HomeNetworkPrefix(
    Ipv6Prefix Prefix, PrefixLifetime Valid, PrefixLifetime Preferred, bool OnLink, bool Autonomous, Ipv6Address? RouterAddress)
{
    public TimeSpan ValidFor(DateTimeOffset now) => Valid.Remaining(now);

    public TimeSpan PreferredFor(DateTimeOffset now)
    {
        var (valid, preferred) = (Valid.Remaining(now), Preferred.Remaining(now));
        return preferred < valid ? preferred : valid;
    }

    public PrefixInformationOption ToOption(DateTimeOffset now)
    {
        var flags = (OnLink ? PrefixInformationFlags.OnLink : 0)
            | (Autonomous ? PrefixInformationFlags.AutonomousAddressConfiguration : 0)
            | (RouterAddress is null ? 0 : PrefixInformationFlags.RouterAddress);
        return new PrefixInformationOption(
            (byte)Prefix.Length, flags, PrefixLifetime.Seconds(ValidFor(now)), PrefixLifetime.Seconds(PreferredFor(now)), RouterAddress ?? Prefix.Address);
    }
}
