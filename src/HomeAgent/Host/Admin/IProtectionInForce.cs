using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin;

/// <summary>Which security associations a mobile node has now.</summary>
public interface IProtectionInForce
{
    /// <param name="tunnel">Of its binding.</param>
    IReadOnlyList<ProtectionJson> Of(Ipv6Address home, in BidirectionalTunnel tunnel);
}
