using System.Diagnostics.CodeAnalysis;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>What the edge asks of the kernel's SAD for packets.</summary>
internal interface IKernelAssociations
{
    bool TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association);

    bool TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association);

    /// <summary>What the kernel has accepted under an association; null: it is gone, or the kernel does not say. It costs a question to the kernel.</summary>
    XfrmReplay? Numbers(KernelAssociation association);
}
