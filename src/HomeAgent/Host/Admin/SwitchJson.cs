namespace DsMip.HomeAgent.Admin;

/// <summary>A mobile node that is to turn to another home agent.</summary>
/// <param name="Until">Its binding is not prolonged beyond that.</param>
public sealed record SwitchJson(string HomeAddress, DateTimeOffset Until);

/// <summary>What became of a request for all mobile nodes.</summary>
/// <param name="Done">So many are told to go, or that they may stay.</param>
/// <param name="Unprotected">So many cannot be told: they have no security association that encrypts.</param>
/// <param name="Until">Null: they may stay.</param>
public sealed record SwitchesJson(int Done, int Unprotected, DateTimeOffset? Until);
