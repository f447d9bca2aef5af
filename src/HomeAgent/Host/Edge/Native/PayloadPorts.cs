using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Where a NAT has put the port 4500 of mobile nodes that protect payload. Signalling is in another UDP flow, whose port says nothing about this
/// one. Used on the edge's thread; as many entries as there are mobile nodes.
/// </summary>
internal sealed class PayloadPorts
{
    private readonly Dictionary<Ipv6Address, (IpAddress Remote, ushort Port)> _ports = [];

    /// <summary>4500 until something else was learned for this very address.</summary>
    public ushort Find(Ipv6Address home, IpAddress remote) =>
        _ports.TryGetValue(home, out var known) && known.Remote == remote ? known.Port : Port.IpsecNatTraversal;

    /// <param name="remote">The outer source of an authenticated packet.</param>
    public void Learn(Ipv6Address home, IpAddress remote, ushort port) => _ports[home] = (remote, port);
}
