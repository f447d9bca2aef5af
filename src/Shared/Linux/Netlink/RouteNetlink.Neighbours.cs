using DsMip.Wire;

namespace DsMip.Linux.Netlink;

public sealed partial class RouteNetlink
{
    /// <summary>Forgets what is known of a neighbour, and drops the packets that wait until it is found.</summary>
    public void EnsureNoNeighbour(int interfaceIndex, IpAddress address)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.DeleteNeighbour, RequestFlag.Acknowledge);
        writer.Body(new NeighbourHeader { Family = (byte)address.FamilyOf(), Index = interfaceIndex });
        writer.Attribute(NeighbourAttribute.Destination, address);
        _kernel.Change(writer.Finish(), $"forgetting neighbour {address} on interface {interfaceIndex}", Errno.ENOENT, Errno.ENODEV);
    }
}
