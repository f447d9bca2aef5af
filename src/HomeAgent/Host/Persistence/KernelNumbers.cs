namespace DsMip.HomeAgent.Persistence;

/// <summary>Sequence numbers of an SA pair in the kernel, which forgets them when it ends.</summary>
/// <param name="InboundFingerprint">Names the keys of the inbound SA.</param>
/// <param name="InboundHighest">The highest number that was accepted.</param>
/// <param name="OutboundLast">The number that was used last.</param>
/// <param name="Claim">Under which the kernel has them; 0: it is the only kernel.</param>
public readonly record struct KernelNumbers(ulong InboundFingerprint, ulong InboundHighest, ulong OutboundLast, ulong Claim = 0)
{
    /// <summary>
    /// What to make durable before the next acknowledgement. The kernel asks nobody before it uses a number, but every answer is preceded by a
    /// call of this, and answers under way at the same time are fewer than half a block.
    /// </summary>
    /// <param name="block">Numbers made durable at a time.</param>
    public EspState Reserve(EspState durable, ulong block)
    {
        var accepted = durable.InboundFingerprint == InboundFingerprint ? Math.Max(durable.InboundAccepted, InboundHighest) : InboundHighest;
        var reserved = durable.OutboundReserved >= OutboundLast + block / 2 ? durable.OutboundReserved : OutboundLast + block;
        return new EspState(InboundFingerprint, accepted, Math.Max(durable.OutboundReserved, reserved), durable.Claim);
    }
}
