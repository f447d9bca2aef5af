using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Edge to entity: the SAs of this mobile node are to be in my kernel from now on. Answered with <see cref="NumbersClaimed"/>, or not at all: then it is asked
/// again, and each time is a claim of its own.
/// </summary>
public sealed record ClaimNumbers(Ipv6Address HomeAddress) : IForHomeAddress;

/// <summary>Entity to edge: durable is that these are yours, and nobody's after you.</summary>
/// <param name="Claim">To be told with every message that the kernel opens. A higher one takes the place of this one.</param>
/// <param name="InboundFingerprint">Names the keys that the next number was counted under.</param>
/// <param name="InboundAccepted">Highest accepted number: all up to it are replays.</param>
/// <param name="OutboundUsed">All numbers up to it are somebody else's.</param>
/// <param name="OutboundThrough">The last one that may be used until an answer comes with more.</param>
public sealed record NumbersClaimed(
    Ipv6Address HomeAddress, ulong Claim, ulong InboundFingerprint, ulong InboundAccepted, ulong OutboundUsed, ulong OutboundThrough);

/// <summary>With an answer: the kernel of this claim may use numbers up to <paramref name="Through"/>.</summary>
public readonly record struct OutboundGrant(ulong Claim, ulong Through);
