namespace DsMip.MobileNode.Core.Discovery;

/// <summary>A home agent of a domain, as an SRV record names it (RFC 2782, RFC 5026 5.1.2). There is no port: Mobile IPv6 is over no transport.</summary>
/// <param name="Priority">The lower one comes first.</param>
/// <param name="Weight">Its share among those of the same priority.</param>
/// <param name="Target">A name; empty, the root: there is no such service.</param>
public readonly record struct ServiceRecord(ushort Priority, ushort Weight, string Target);
