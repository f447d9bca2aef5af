using DsMip.HomeAgent.Edge.Blocks;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>A home link that is no Ethernet, such as a tunnel: nobody there can be asked, and so nobody has the address.</summary>
internal sealed class SilentHomeLink(BlockAnnouncer blocks) : IAddressProbing
{
    public Task<bool?> ProbeAsync(in HomeAddresses home)
    {
        // Another edge may well be on an Ethernet.
        foreach (var block in blocks.Owned)
            if (block.Contains(home.Ipv6)) return Task.FromResult<bool?>(true);
        return Task.FromResult<bool?>(null);
    }
}
