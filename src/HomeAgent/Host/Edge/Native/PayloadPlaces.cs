using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Where mobile nodes that protect payload are by an authenticated packet of theirs, newer than their last Binding Update. Nothing but the packet's
/// unauthenticated outer header says so (RFC 5555 5): only for those who ask for it. Used on the edge's thread; as many entries as there are mobile nodes.
/// </summary>
internal sealed class PayloadPlaces(BindingTable table)
{
    private readonly Dictionary<Ipv6Address, (long Version, IpAddress Remote)> _places = [];

    /// <param name="bound">What the binding says, and what counts again from the next Binding Update on.</param>
    public IpAddress Find(Ipv6Address home, IpAddress bound) =>
        _places.TryGetValue(home, out var known) && known.Version == table.VersionOf(home) && known.Remote.IsIpv4 == bound.IsIpv4 ? known.Remote : bound;

    public void Learn(Ipv6Address home, IpAddress remote) => _places[home] = (table.VersionOf(home), remote);
}
