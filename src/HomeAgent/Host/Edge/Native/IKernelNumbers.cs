using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Sequence numbers of SAs in the kernel that are keyed by hand.</summary>
internal interface IKernelNumbers
{
    /// <summary>False: the kernel does not say.</summary>
    /// <param name="numbers">Null: the keys of this mobile node are negotiated, and nobody has to remember.</param>
    bool TryRead(Ipv6Address home, out KernelNumbers? numbers);

    /// <summary>Under which the kernel has them now; 0: under none, or it is the only kernel.</summary>
    ulong ClaimOf(Ipv6Address home);
}
