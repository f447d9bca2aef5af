using System.Diagnostics.CodeAnalysis;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

internal sealed class AssociationLookup(KernelAssociations associations, XfrmNetlink kernel) : IKernelAssociations
{
    public bool TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association) => associations.TryFindInbound(spi, out association);

    public bool TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association) =>
        associations.TryFindOutbound(destination, spi, out association);

    public XfrmReplay? Numbers(KernelAssociation association)
    {
        try
        {
            return kernel.GetReplay(association.Id);
        }
        catch (LinuxException)
        {
            // Mostly it is gone since it was looked up.
            return null;
        }
    }
}
