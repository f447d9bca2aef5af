namespace DsMip.HomeAgent.Admin;

/// <summary>A mobile node that is to turn to another home agent.</summary>
/// <param name="Until">Its binding is not prolonged beyond that.</param>
public sealed record SwitchJson(string HomeAddress, DateTimeOffset Until);
