using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>An ESP security association in the kernel: an SPI belongs to a destination.</summary>
public readonly record struct XfrmStateId(IpAddress Destination, uint Spi)
{
    public override string ToString() => $"0x{Spi:x8} to {Destination}";
}
