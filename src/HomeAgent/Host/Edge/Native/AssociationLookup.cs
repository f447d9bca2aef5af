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

    public bool WasAccepted(KernelAssociation association, uint number)
    {
        try
        {
            var replay = kernel.GetReplay(association.Id);
            return replay.WasAccepted(replay.Whole(number));
        }
        catch (LinuxException)
        {
            // Gone since it was looked up.
            return false;
        }
    }
}
