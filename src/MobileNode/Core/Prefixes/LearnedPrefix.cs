using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Core.Prefixes;

/// <summary>A prefix of the home link as the home agent told it (RFC 6275 11.4.3).</summary>
/// <param name="ValidUntil"><see cref="DateTimeOffset.MaxValue"/>: for ever.</param>
/// <param name="PreferredUntil">Likewise.</param>
/// <param name="RouterAddress">The home agent's address of this prefix; null: not told.</param>
public sealed record LearnedPrefix(
    Ipv6Prefix Prefix, DateTimeOffset ValidUntil, DateTimeOffset PreferredUntil, PrefixInformationFlags Flags, Ipv6Address? RouterAddress)
{
    /// <summary>False for what a Router Advertisement would be ignored for, too (RFC 4861 6.3.4, RFC 4862 5.5.3).</summary>
    public static bool TryRead(in PrefixInformationOption option, DateTimeOffset now, out LearnedPrefix? prefix)
    {
        prefix = null;
        if (option.PrefixLength > 128 || option.PreferredSeconds > option.ValidSeconds || option.Prefix.IsLinkLocal || option.Prefix.IsMulticast) return false;
        var router = option.Flags.HasFlag(PrefixInformationFlags.RouterAddress) ? option.Prefix : default(Ipv6Address?);
        prefix = new LearnedPrefix(
            new Ipv6Prefix(option.Prefix, option.PrefixLength), Until(option.ValidSeconds, now), Until(option.PreferredSeconds, now), option.Flags, router);
        return true;
    }

    private static DateTimeOffset Until(uint seconds, DateTimeOffset now) => seconds == uint.MaxValue ? DateTimeOffset.MaxValue : now.AddSeconds(seconds);
}
