using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Revocation;

/// <summary>Of a binding in force: its revocation is in progress (RFC 5846 7). Of a binding that has ended: that is why. Durable with the binding.</summary>
/// <param name="Sequence">Of the Binding Revocation Indication. A mobile node has one under way at most, and its SA names it.</param>
/// <param name="Ipv4Only">Only the IPv4 home address is revoked (flag V).</param>
public sealed record RevocationState(RevocationTrigger Trigger, ushort Sequence, bool Ipv4Only)
{
    /// <summary>What crosses it must not undo it, for the mobile node will not ask again; for all other reasons it may bind again at once.</summary>
    public bool IsFinal => Trigger is RevocationTrigger.AdministrativeReason or RevocationTrigger.UserInitiatedSessionTermination;
}
