using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.MobileNode;

/// <summary>Home agent and mobile node with the kernel's IPsec and a stock charon on either side.</summary>
public sealed class IkeMobileNodeTests
{
    [NativeTheory]
    [InlineData(false, "Api")]
    [InlineData(true, "Heuristic")]
    public void It_starts_behind_a_nat_and_walks_through_all_networks(bool protectPayload, string technique)
    {
        using var lab = MixedLab.WithIke(protectPayload, technique);
        lab.Topology.MobileNode.Move(Attachment.Nat1);
        lab.Start();
        foreach (var network in new[] { Attachment.Nat1, Attachment.V6, Attachment.V4, Attachment.Nat2, Attachment.Home, Attachment.V6 })
        {
            lab.Settle(network);
            lab.Ping();
            lab.Ping(ipv4: true);
        }
        Assert.Contains("Kernel, keys by IKE: Signalling", lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
        Assert.Equal(0, lab.MobileNode.Stop());
        Assert.DoesNotContain("4191", lab.Node.Exec(["ip", "xfrm", "policy"]), StringComparison.Ordinal);
    }
}
