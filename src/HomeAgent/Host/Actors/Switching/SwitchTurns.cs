using DsMip.Wire;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Entity to <see cref="SwitchPacer"/>: one Home Agent Switch message is to be sent. Answered with <see cref="SwitchTurn"/>, in good time.</summary>
/// <param name="MobileNode">Home address of the mobile node that is to be told.</param>
public sealed record SwitchTurnWanted(Ipv6Address MobileNode) : IForHomeAddress
{
    public Ipv6Address HomeAddress => SwitchPacer.Place;
}

/// <summary>To an entity: send it now.</summary>
public sealed record SwitchTurn
{
    public static readonly SwitchTurn Instance = new();
}

/// <summary>Entity to itself: look whether it is time to tell the mobile node.</summary>
internal sealed record SwitchDue
{
    public static readonly SwitchDue Instance = new();
}
