namespace DsMip.HomeAgent.Admin;

/// <summary>A binding that has ended: durably, and at all edges.</summary>
/// <param name="Acknowledged">The mobile node knows.</param>
/// <param name="Status">What it answered (RFC 5846 5.2); null: nothing.</param>
public sealed record RevocationJson(string HomeAddress, bool Acknowledged, string? Status);
