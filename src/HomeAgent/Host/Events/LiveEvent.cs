namespace DsMip.HomeAgent.Events;

/// <summary>Something that happened, for whoever is looking. Nobody relies on it: it is told once, or not at all.</summary>
/// <param name="Type">One of <see cref="LiveEventTypes"/>, or the action of a change as the audit log names it.</param>
/// <param name="Subject">A home address, the name of an edge or the address of a member.</param>
/// <param name="From">Where a mobile node was before; null: nowhere, or it is about something else.</param>
/// <param name="To">Where it is now; null: nowhere, or it is about something else.</param>
public sealed record LiveEvent(DateTimeOffset At, string Type, string Subject, string? From = null, string? To = null);

public static class LiveEventTypes
{
    public const string Registration = "registration";
    public const string Handover = "handover";
    public const string Deregistration = "deregistration";
    public const string Expiry = "expiry";
    public const string EdgeUp = "edge.up";
    public const string EdgeDown = "edge.down";
    public const string MemberUp = "member.up";
    public const string MemberDown = "member.down";

    /// <summary>Events were lost, as many as <see cref="LiveEvent.Subject"/> says.</summary>
    public const string Missed = "missed";

    /// <summary>Nothing happened; the connection is alive.</summary>
    public const string Heartbeat = "heartbeat";
}
