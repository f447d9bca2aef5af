using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

internal sealed class ManualNumbers(HomeAgentOptions options, IMobileNodeDirectory directory, XfrmNetlink kernel, Claims.NumberGrants? grants = null) : IKernelNumbers
{
    public bool TryRead(Ipv6Address home, out KernelNumbers? numbers)
    {
        numbers = null;
        if (!directory.TryFind(home, out var node) || node.Keys is not { } keys) return true;
        // Before the numbers: those of a newer claim are refused under an older one, and not the other way round.
        var claim = ClaimOf(home);
        if (grants is not null && claim == 0) return false;
        try
        {
            var inbound = kernel.GetReplay(ManualAssociations.InboundId(atHomeAgent: true, options.HomeAgentAddress, home, keys.BindingUpdate.Spi));
            var outbound = kernel.GetReplay(ManualAssociations.OutboundId(atHomeAgent: true, options.HomeAgentAddress, home, keys.BindingAcknowledgement.Spi));
            numbers = new KernelNumbers(keys.BindingUpdate.Fingerprint, inbound.InboundHighest, outbound.OutboundLast, claim);
            return true;
        }
        catch (LinuxException)
        {
            // Mostly somebody has deleted them.
            return false;
        }
    }

    public ulong ClaimOf(Ipv6Address home) => grants?.ClaimOf(home) ?? 0;
}
