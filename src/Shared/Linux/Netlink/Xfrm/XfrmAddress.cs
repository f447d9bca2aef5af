using System.Runtime.CompilerServices;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>xfrm_address_t: network byte order; an IPv4 address has the first 4 bytes. The family stands elsewhere.</summary>
[InlineArray(Ipv6Address.Size)]
internal struct XfrmAddress
{
    private byte _first;

    internal static XfrmAddress Of(IpAddress address)
    {
        XfrmAddress bytes = default;
        if (address.IsIpv4) address.AsIpv4.Write(bytes);
        else address.AsIpv6.Write(bytes);
        return bytes;
    }

    internal readonly IpAddress Read(ushort family) => (IpFamily)family == IpFamily.Ipv4 ? Ipv4Address.Read(this) : Ipv6Address.Read(this);

    /// <summary>Zeros stand for no address, in either family.</summary>
    internal readonly IpAddress ReadOptional(ushort family) => ((ReadOnlySpan<byte>)this).ContainsAnyExcept((byte)0) ? Read(family) : IpAddress.None;
}
