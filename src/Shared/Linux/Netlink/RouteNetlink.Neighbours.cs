using DsMip.Wire;

namespace DsMip.Linux.Netlink;

public sealed partial class RouteNetlink
{
    /// <summary>Neighbours of both families.</summary>
    public List<Neighbour> GetNeighbours()
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.GetNeighbour, RequestFlag.Dump);
        writer.Body(default(NeighbourHeader));
        return _kernel.Dump<Neighbour>(writer.Finish(), "listing neighbours", ReadNeighbour);
    }

    /// <summary>As if the neighbour had just said where it is.</summary>
    public void EnsureNeighbour(in Neighbour neighbour, LinkAddress at)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.NewNeighbour, RequestFlag.Create | RequestFlag.Replace | RequestFlag.Acknowledge);
        writer.Body(new NeighbourHeader { Family = (byte)neighbour.Address.FamilyOf(), Index = neighbour.InterfaceIndex, State = (ushort)neighbour.State });
        writer.Attribute(NeighbourAttribute.Destination, neighbour.Address);
        Span<byte> link = stackalloc byte[LinkAddress.Size];
        at.Write(link);
        writer.Attribute(NeighbourAttribute.LinkAddress, link);
        _kernel.Change(writer.Finish(), $"telling where neighbour {neighbour} is");
    }

    /// <summary>Forgets the neighbour, and drops the packets that wait until it is found.</summary>
    public void EnsureNoNeighbour(in Neighbour neighbour)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.DeleteNeighbour, RequestFlag.Acknowledge);
        writer.Body(new NeighbourHeader { Family = (byte)neighbour.Address.FamilyOf(), Index = neighbour.InterfaceIndex });
        writer.Attribute(NeighbourAttribute.Destination, neighbour.Address);
        _kernel.Change(writer.Finish(), $"forgetting neighbour {neighbour}", Errno.ENOENT, Errno.ENODEV);
    }

    private static void ReadNeighbour(in NetlinkReader message, List<Neighbour> into)
    {
        if (message.Header.Type != MessageType.NewNeighbour || !message.TryBody(out NeighbourHeader header, out var attributes)) return;
        if ((IpFamily)header.Family is not (IpFamily.Ipv4 or IpFamily.Ipv6)) return;
        while (attributes.MoveNext())
            if (attributes.Type == NeighbourAttribute.Destination) into.Add(new Neighbour(header.Index, attributes.Address, (NeighbourState)header.State));
    }
}
