using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Native.Tests.Demo;

namespace DsMip.Native.Tests.Mixed;

/// <summary>The home agent with the kernel's IPsec, the mobile node with its own; the reverse is in KernelMobileNodeTests.</summary>
public sealed class KernelHomeAgentTests
{
    [NativeFact]
    [Clause("5555-1.3-v4-applications", "4877-4.1-manual")]
    public void A_mobile_node_with_its_own_ESP_walks_through_all_networks()
    {
        using var lab = new NativeLab(LabIpsec.KernelByHand, LabIpsec.Bits).Started();
        foreach (var network in new[] { Attachment.V6, Attachment.V4, Attachment.Nat1, Attachment.Nat2, Attachment.Home, Attachment.Nat2 })
        {
            lab.Settle(network);
            lab.Ping();
        }

        Assert.All(lab.HomeAgent.Protection(lab.Node.HomeAddress), p => Assert.Equal(("Signalling", "Transport", "udp-4191"), (p.Purpose, p.Mode, p.CarriedBy)));
        Assert.True(lab.Lab.HomeAgent.Stop() == 0, lab.Lab.HomeAgent.Tail());
        Assert.Equal("", AddressPlan.HomeAgent.Exec(["ip", "xfrm", "state"]) + AddressPlan.HomeAgent.Exec(["ip", "xfrm", "policy"]));
    }

    [NativeFact]
    [Clause("3776-4.4-replay")]
    public void Killed_and_started_again_the_home_agent_forwards_at_once_and_uses_no_number_twice()
    {
        using var lab = new NativeLab(LabIpsec.KernelByHand, LabIpsec.Bits).Started();
        lab.Settle(Attachment.V6);
        lab.Settle(Attachment.Nat2);
        lab.Lab.HomeAgent.Kill();
        lab.Explain(() => { lab.Lab.HomeAgent.Start(); return true; });
        lab.Ping();
        lab.Settle(Attachment.V4);
        lab.Ping();
        Assert.DoesNotContain(lab.Lab.MobileNode.Status().Drops ?? [], drop => drop is { Key: "ReplayedPacket", Value: > 0 });
    }
}
