using DsMip.MobileNode.Core.Prefixes;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Control;

/// <summary>A prefix of the home link, as the home agent told it.</summary>
/// <param name="ValidSeconds">What is left; null: for ever.</param>
/// <param name="PreferredSeconds">What is left; null: for ever.</param>
/// <param name="RouterAddress">The home agent's address of this prefix; null: not told.</param>
public sealed record HomePrefixReport(
    string Prefix, long? ValidSeconds, long? PreferredSeconds, bool OnLink, bool Autonomous, string? RouterAddress)
{
    internal static HomePrefixReport Of(LearnedPrefix prefix, DateTimeOffset now) => new(
        prefix.Prefix.ToString(), Left(prefix.ValidUntil, now), Left(prefix.PreferredUntil, now),
        prefix.Flags.HasFlag(PrefixInformationFlags.OnLink), prefix.Flags.HasFlag(PrefixInformationFlags.AutonomousAddressConfiguration),
        prefix.RouterAddress?.ToString());

    private static long? Left(DateTimeOffset until, DateTimeOffset now) =>
        until == DateTimeOffset.MaxValue ? null : Math.Max(0, (long)(until - now).TotalSeconds);
}
