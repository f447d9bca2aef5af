namespace DsMip.HomeAgent.Admin.Summary;

/// <summary>Bindings in force, by the network that their mobile nodes are in.</summary>
/// <param name="At">When they were counted.</param>
/// <param name="Ipv6">Whose packets go to an IPv6 address.</param>
/// <param name="Ipv4">Whose packets go to an IPv4 address that is the mobile node's own.</param>
/// <param name="Nat">Whose packets go to a NAT.</param>
/// <param name="MobileRouters">Those of them with networks behind them.</param>
public sealed record SummaryJson(DateTimeOffset At, int Bindings, int Ipv6, int Ipv4, int Nat, int MobileRouters);
