using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>To an entity, for an operator: the binding is to end. Answered with <see cref="BindingRevoked"/>.</summary>
/// <param name="Trigger">Why (RFC 5846 5.1).</param>
/// <param name="Ipv4Only">Only the binding of the IPv4 home address is (flag V).</param>
public sealed record RevokeBinding(Ipv6Address HomeAddress, RevocationTrigger Trigger, bool Ipv4Only = false) : IForHomeAddress;

/// <summary>Entity to whoever asked. Acknowledged or not: the removal is durable, and the edges have been told of it.</summary>
/// <param name="Status">What the mobile node answered; null: nothing.</param>
public sealed record BindingRevoked(Ipv6Address HomeAddress, RevocationOutcome Outcome, RevocationStatus? Status = null);

/// <summary>How a revocation ended. Numbers are told between processes.</summary>
public enum RevocationOutcome
{
    /// <summary>There is nothing of the kind that was to be revoked; what was asked for holds already.</summary>
    NoBinding = 0,

    /// <summary>Removed, and the mobile node knows.</summary>
    Acknowledged = 1,

    /// <summary>Removed; the mobile node has not answered, or could not be told.</summary>
    Unacknowledged = 2,

    /// <summary>Not removed: a Binding Update of the mobile node came first and was accepted.</summary>
    Superseded = 3,

    /// <summary>No control node could be asked, or it had no room or no journal. Asking once more is harmless.</summary>
    Unavailable = 4,
}
