namespace DsMip.HomeAgent.Persistence;

/// <summary>What must survive of a mobile node's SA pair so that no sequence number is accepted or used twice (RFC 4303 3.3.3, 3.4.3).</summary>
/// <param name="InboundFingerprint">Names the keys that <paramref name="InboundAccepted"/> was counted under.</param>
/// <param name="InboundAccepted">Highest accepted number; after a restart everything up to it is refused.</param>
/// <param name="OutboundReserved">End of the block that may be used without asking the journal; after a restart counting goes on behind it, under any keys.</param>
public readonly record struct EspState(ulong InboundFingerprint, ulong InboundAccepted, ulong OutboundReserved);
