namespace DsMip.MobileNode.State;

/// <summary>What must survive a crash: numbers that may have been used. All zero: nothing was.</summary>
/// <param name="EspReservedThrough">No ESP sequence number up to this one may be used again, whatever the keys: starting higher is always right.</param>
/// <param name="InboundKeys">Fingerprint of the keys that the next number belongs to.</param>
/// <param name="EspHighestAccepted">Everything up to this number is a replay. Written lazily: what it misses, the Binding Update List refuses.</param>
/// <param name="SequenceReservedThrough">Binding Update sequence numbers up to this one may have been used; null: none was.</param>
public sealed record PersistentState(
    ulong EspReservedThrough = 0, ulong InboundKeys = 0, ulong EspHighestAccepted = 0, ushort? SequenceReservedThrough = null);
