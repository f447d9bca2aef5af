using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

internal sealed class ManualNumbers(HomeAgentOptions options, IMobileNodeDirectory directory, XfrmNetlink kernel) : IKernelNumbers
{
    public KernelNumbers? Of(Ipv6Address home)
    {
        if (!directory.TryFind(home, out var node) || node.Keys is not { } keys) return null;
        try
        {
            var inbound = kernel.GetReplay(ManualAssociations.InboundId(atHomeAgent: true, options.HomeAgentAddress, home, keys.BindingUpdate.Spi));
            var outbound = kernel.GetReplay(ManualAssociations.OutboundId(atHomeAgent: true, options.HomeAgentAddress, home, keys.BindingAcknowledgement.Spi));
            return new KernelNumbers(keys.BindingUpdate.Fingerprint, inbound.InboundHighest, outbound.OutboundLast);
        }
        catch (LinuxException)
        {
            // Somebody has deleted them; without them nothing is sent either.
            return null;
        }
    }
}
