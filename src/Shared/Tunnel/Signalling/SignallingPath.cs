using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// The mobile node's way for a Binding Update, named by the care-of address it is sent from and independent of the tunnel that payload uses
/// meanwhile (Req 3 of the draft; RFC 5555 4.4.2).
/// </summary>
/// <param name="CareOfAddress">IPv4: IPv4 and UDP headers. IPv6: Home Address option. The home address itself: nothing, we are at home.</param>
/// <param name="HomeAgent">IPv4 address of the home agent; used with an IPv4 care-of address only.</param>
/// <param name="LocalPort">Our UDP port; used with an IPv4 care-of address only.</param>
/// <param name="OptionOverIpv4">A Home Address option inside the tunnel, too, where RFC 5555 4.2 draws none (RFC 6275 11.7.1).</param>
/// <param name="AllowClear">The packet may be a clear Mobility Header: there is no IPsec.</param>
public readonly record struct SignallingPath(IpAddress CareOfAddress, Ipv4Address HomeAgent, ushort LocalPort, bool OptionOverIpv4 = false, bool AllowClear = false)
{
    /// <summary>Bytes of headroom that any path needs.</summary>
    public const int Headroom = NativeSignalling.Headroom + Encapsulator.Headroom;

    /// <summary>Makes the complete frame out of a sealed IPv6 packet, home address to home agent.</summary>
    /// <param name="buffer">Holds the packet and <see cref="Headroom"/> bytes in front of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public bool TryFrame(Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why)
    {
        if (CareOfAddress.IsIpv4) return TryFrameInUdp(buffer, offset, length, out newOffset, out newLength, out why);
        newOffset = offset;
        why = InnerLength.Of(buffer.Slice(offset, length), 6, out newLength);
        if (why != DropReason.None) return false;
        if (Ipv6Address.Read(buffer[(offset + Ipv6.Source)..]) == CareOfAddress.AsIpv6) return true;
        return NativeSignalling.TryAddHomeAddressOption(buffer, offset, length, CareOfAddress.AsIpv6, out newOffset, out newLength, out why, AllowClear);
    }

    private bool TryFrameInUdp(Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why)
    {
        (newOffset, newLength) = (offset, length);
        if (OptionOverIpv4)
        {
            // The header keeps the home address as well (RFC 5555 2.2.2): there is no IPv6 care-of address.
            why = InnerLength.Of(buffer.Slice(offset, length), 6, out _);
            if (why != DropReason.None) return false;
            var home = Ipv6Address.Read(buffer[(offset + Ipv6.Source)..]);
            if (!NativeSignalling.TryAddHomeAddressOption(buffer, offset, length, home, out newOffset, out newLength, out why, AllowClear)) return false;
        }
        var tunnel = new BidirectionalTunnel(Encapsulation.UdpIpv4, CareOfAddress, HomeAgent, LocalPort, Port.DsMip);
        return Encapsulator.TryEncapsulate(buffer, newOffset, newLength, tunnel, new TunnelEntry(), out newOffset, out newLength, out why);
    }
}
