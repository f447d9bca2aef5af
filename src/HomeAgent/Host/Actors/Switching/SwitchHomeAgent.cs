using DsMip.Wire;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>To an entity, for an operator: its mobile node is to turn to another home agent (RFC 5142). Answered with <see cref="SwitchAnswer"/>.</summary>
/// <param name="Within">How long its binding may still be prolonged; null: the mobile node may stay after all.</param>
public sealed record SwitchHomeAgent(Ipv6Address HomeAddress, TimeSpan? Within) : IForHomeAddress;

/// <summary>Entity to whoever asked. What was asked for is durable.</summary>
public sealed record SwitchAnswer(Ipv6Address HomeAddress, SwitchOutcome Outcome);

/// <summary>What became of a request. Numbers are told between processes.</summary>
public enum SwitchOutcome
{
    /// <summary>There is nobody to be told.</summary>
    NoBinding = 0,

    /// <summary>The mobile node is told when it is its turn, until it goes.</summary>
    Begun = 1,

    /// <summary>It is told no more, and its binding is prolonged as ever.</summary>
    Withdrawn = 2,

    /// <summary>There is no security association with encryption and integrity for it: nothing is sent (RFC 5142 10).</summary>
    Unprotected = 3,

    /// <summary>No control node could be asked, or it had no room or no journal. Asking once more is harmless.</summary>
    Unavailable = 4,
}

/// <summary>How a switch ended at an entity.</summary>
public enum SwitchEnd
{
    /// <summary>The mobile node has deregistered, or its binding was removed otherwise.</summary>
    Deregistered,

    /// <summary>It has not answered, and its binding has come to its end.</summary>
    Expired,

    Withdrawn,
}
