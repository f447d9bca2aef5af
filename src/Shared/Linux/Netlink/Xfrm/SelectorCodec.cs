using System.Buffers.Binary;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary><see cref="XfrmSelector"/> as struct xfrm_selector and back.</summary>
internal static class SelectorCodec
{
    private const ushort WholePort = ushort.MaxValue;

    internal static WireSelector Write(XfrmSelector selector) => new()
    {
        Family = (ushort)selector.Family,
        Source = XfrmAddress.Of(selector.Source.Address),
        SourceLength = (byte)selector.Source.Length,
        Destination = XfrmAddress.Of(selector.Destination.Address),
        DestinationLength = (byte)selector.Destination.Length,
        Protocol = selector.Protocol,
        SourcePort = BinaryPrimitives.ReverseEndianness(selector.SourcePort ?? 0),
        SourcePortMask = selector.SourcePort is null ? (ushort)0 : WholePort,
        DestinationPort = BinaryPrimitives.ReverseEndianness(selector.DestinationPort ?? 0),
        DestinationPortMask = selector.DestinationPort is null ? (ushort)0 : WholePort,
    };

    internal static XfrmSelector Read(in WireSelector wire)
    {
        var family = (IpFamily)wire.Family;
        return new XfrmSelector(
            NetworkPrefix.Of(family, wire.Source.Read(wire.Family), wire.SourceLength),
            NetworkPrefix.Of(family, wire.Destination.Read(wire.Family), wire.DestinationLength),
            wire.Protocol)
        {
            SourcePort = Port(wire.SourcePort, wire.SourcePortMask),
            DestinationPort = Port(wire.DestinationPort, wire.DestinationPortMask),
        };
    }

    /// <summary>Null for the selector that is none: the kernel gives every state one of its own family.</summary>
    internal static XfrmSelector? ReadOptional(in WireSelector wire)
    {
        var any = wire.SourceLength == 0 && wire.DestinationLength == 0 && wire.Protocol == 0 && wire.SourcePortMask == 0 && wire.DestinationPortMask == 0;
        return any ? null : Read(in wire);
    }

    private static ushort? Port(ushort port, ushort mask) => mask == 0 ? null : BinaryPrimitives.ReverseEndianness(port);
}
