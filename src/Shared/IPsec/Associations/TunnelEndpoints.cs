using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>Outer addresses of a tunnel-mode SA, both of one family. Local and remote are seen from this host, in either direction.</summary>
public readonly record struct TunnelEndpoints(IpAddress Local, IpAddress Remote);
