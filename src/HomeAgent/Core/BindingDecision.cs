using DsMip.HomeAgent.Core.Names;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>What becomes of one Binding Update. Pure data; the caller persists, pushes the tunnel and sends, in this order.</summary>
/// <param name="Entry">The entry from now on; the old one when nothing changed; null when there is none.</param>
/// <param name="Changed">The entry differs from the old one and must be durable before anything is sent.</param>
/// <param name="Acknowledgement">The answer, to be sent back by the way the Binding Update came; null: silently dropped.</param>
/// <param name="Why">The reason when there is no answer.</param>
public sealed record BindingDecision(BindingCacheEntry? Entry, bool Changed, BindingAcknowledgement? Acknowledgement, DropReason Why = DropReason.None)
{
    /// <summary>To be done first, and then there is another decision, which knows how it ended. Null: nothing.</summary>
    public NameUpdate? NameUpdate { get; init; }
}
