using System.Diagnostics.CodeAnalysis;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>What the edge asks of the kernel's SAD for packets.</summary>
internal interface IKernelAssociations
{
    bool TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association);

    bool TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association);

    /// <summary>Has a packet of this number been accepted by an inbound association? It costs a question to the kernel.</summary>
    /// <param name="number">The low half, as it is in the packet.</param>
    bool WasAccepted(KernelAssociation association, uint number);
}
