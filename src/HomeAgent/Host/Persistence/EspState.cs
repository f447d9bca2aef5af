namespace DsMip.HomeAgent.Persistence;

/// <summary>What must survive of a mobile node's SA pair so that no sequence number is accepted or used twice (RFC 4303 3.3.3, 3.4.3).</summary>
/// <param name="InboundFingerprint">Names the keys that <paramref name="InboundAccepted"/> was counted under.</param>
/// <param name="InboundAccepted">Highest accepted number; after a restart everything up to it is refused.</param>
/// <param name="OutboundReserved">End of the block that may be used without asking the journal; after a restart counting goes on behind it, under any keys.</param>
/// <param name="Claim">How often a kernel was given numbers of its own. Only the one with the newest claim may have answers sealed; 0: there is one kernel only, or none.</param>
public readonly record struct EspState(ulong InboundFingerprint, ulong InboundAccepted, ulong OutboundReserved, ulong Claim = 0)
{
    /// <summary>
    /// Another kernel begins behind everything that was ever reserved. Whoever has an older claim still has unused numbers, and they are his alone: what he
    /// reports from now on is refused, so that he gets no more of them.
    /// </summary>
    /// <param name="block">Numbers that it may use at once.</param>
    public EspState Claimed(ulong block) => this with { Claim = Claim + 1, OutboundReserved = OutboundReserved + block };

    /// <summary>Does a message come from the kernel whose claim is the newest?</summary>
    public bool IsNewest(ulong claim) => claim != 0 && claim == Claim;
}
