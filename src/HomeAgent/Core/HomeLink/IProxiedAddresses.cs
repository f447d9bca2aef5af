using DsMip.Wire;

namespace DsMip.HomeAgent.Core;

/// <summary>For which addresses the home agent stands in on the home link.</summary>
public interface IProxiedAddresses
{
    /// <summary>Is the address that of a mobile node that is away, and ours to answer for?</summary>
    /// <param name="isRouter">The mobile node is a mobile router (RFC 3963).</param>
    bool Contains(IpAddress address, DateTimeOffset now, out bool isRouter);
}
