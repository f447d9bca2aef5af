using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.MobileNode.Core.Discovery;

/// <summary>Why another home agent is looked for.</summary>
/// <param name="IsTold">The home agent says that it is to be left (RFC 5142); otherwise it was silent for too long, or refused us.</param>
/// <param name="Others">Home agents that it names; empty: we have to look for one.</param>
/// <param name="TimeLeft">So long it goes on serving us.</param>
public sealed record LeaveReason(bool IsTold, ImmutableArray<Ipv6Address> Others, TimeSpan TimeLeft)
{
    public static readonly LeaveReason Unserved = new(false, [], TimeSpan.Zero);
}
