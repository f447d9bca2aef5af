using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Puts the home address back into native signalling before IPsec sees it: the SA knows home addresses only.</summary>
internal static class NativeHomeAddress
{
    public static DropReason Restore(Span<byte> frame, Ipv6Address homeAddress, ref Outer outer)
    {
        var header = outer.Removable;
        if (!header.Exists) return DropReason.None;
        var address = Ipv6Address.Read(frame[header.Address..]);
        if (outer.Ingress.HomeAddressOption && !address.IsUnicastRoutable) return DropReason.BadHomeAddressOption;
        if (!outer.Ingress.HomeAddressOption && address != homeAddress) return DropReason.BadRoutingHeader;
        Remove(frame, header);
        outer.Start = header.Length;
        address.Write(frame[(outer.Start + (outer.Ingress.HomeAddressOption ? Ipv6.Source : Ipv6.Destination))..]);
        return DropReason.None;
    }

    /// <summary>What is in front of the header moves back over it; what is behind it, the sealed part, stays where it is.</summary>
    private static void Remove(Span<byte> frame, ExtensionHeader header)
    {
        frame[header.Link] = frame[header.Offset];
        var payload = BinaryPrimitives.ReadUInt16BigEndian(frame[Ipv6.PayloadLength..]) - header.Length;
        BinaryPrimitives.WriteUInt16BigEndian(frame[Ipv6.PayloadLength..], (ushort)payload);
        frame[..header.Offset].CopyTo(frame[header.Length..]);
    }
}
