using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.MobileNode;

/// <summary>A mobile node that knows its home agent, its prefix and its own name, and nothing else.</summary>
public sealed class BootstrappingTests
{
    [NativeFact]
    [Clause("4877-7.1-dynamic", "4877-9-use", "4877-9-assign", "5026-5.3.1-assigned", "5026-5.3.2-use-assigned")]
    public void It_is_given_a_home_address_by_IKE_and_bound_with_it()
    {
        using var lab = MixedLab.WithIke(IkeSettings.FirstComeAtHomeAgent, IkeSettings.BootstrappingAtMobileNode);
        lab.Topology.MobileNode.Move(Attachment.V6);
        lab.Start();
        lab.Until(() => lab.TryPing(), "an answer from the home address that was given");
        Assert.Contains(lab.Topology.MobileNode.HomeAddress, lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
        Assert.Contains("by IKE: Signalling", lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
    }
}
