namespace DsMip.HomeAgent.Core.Switching;

/// <summary>Of a binding in force: the mobile node is told to turn to another home agent (RFC 5142). Durable with the binding.</summary>
/// <param name="Until">Its binding is not prolonged beyond that. If it does not move, it is served until the lifetime that it has is over.</param>
public sealed record SwitchState(DateTimeOffset Until);
