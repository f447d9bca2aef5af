using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>What is leased to a mobile node.</summary>
/// <param name="Address">Null: no IPv4 home address.</param>
/// <param name="Prefix">Null: no IPv4 prefix of a mobile network.</param>
public readonly record struct LeasedHome(Ipv4Address? Address, Ipv4Prefix? Prefix);

/// <summary>What the lease stores said.</summary>
/// <param name="Address">How the question for an address ended; null: it was not asked.</param>
/// <param name="Prefix">Likewise for a prefix.</param>
internal sealed record LeaseAnswer(LeasedHome Leased, Ipv4AddressStatus? Address = null, Ipv4AddressStatus? Prefix = null)
{
    /// <summary>A store did not answer.</summary>
    public string? Failure { get; init; }

    public static LeaseAnswer Failed(Exception cause) => new(default, Ipv4AddressStatus.FailureReasonUnspecified, Ipv4AddressStatus.FailureReasonUnspecified) { Failure = cause.GetBaseException().Message.ReplaceLineEndings(" ") };
}
