namespace DsMip.Ike;

/// <summary>The numbers that tie a mobile node's security associations to the templates of its policies, one for each purpose.</summary>
public sealed record IkeReqids(uint Signalling, uint ReturnRoutability, uint PrefixDiscovery, uint Payload);
