using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Puts the home address back into native signalling before IPsec sees it: the SA knows home addresses only.</summary>
internal static class NativeHomeAddress
{
    /// <param name="own">At the mobile node: the only address that a routing header may lead to.</param>
    public static DropReason Restore(Span<byte> frame, Ipv6Address own, ref Outer outer)
    {
        if (outer.Removable.Length == 0) return DropReason.None;
        if (!outer.Ingress.HomeAddressOption && outer.HomeAddress != own) return DropReason.BadRoutingHeader;
        Remove(frame, outer.Removable);
        outer.Start = outer.Removable.Length;
        var header = new Ipv6View(frame[outer.Start..]);
        if (outer.Ingress.HomeAddressOption) header.Source = outer.HomeAddress;
        else header.Destination = outer.HomeAddress;
        return DropReason.None;
    }

    /// <summary>What is in front of the header moves back over it; what is behind it, the sealed part, stays where it is.</summary>
    internal static void Remove(Span<byte> frame, in ExtensionHeader header)
    {
        frame[header.LinkOffset] = header.NextHeader;
        var ip = new Ipv6View(frame);
        ip.PayloadLength -= (ushort)header.Length;
        frame[..header.Offset].CopyTo(frame[header.Length..]);
    }
}
