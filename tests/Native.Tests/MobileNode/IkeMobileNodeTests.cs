using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.MobileNode;

/// <summary>Home agent and mobile node with the kernel's IPsec and a stock charon on either side.</summary>
public sealed class IkeMobileNodeTests
{
    [NativeFact]
    public void It_starts_behind_a_nat_and_walks_through_all_networks_by_the_heuristic()
    {
        using var lab = MixedLab.WithIke(protectPayload: true, "Heuristic");
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

    /// <summary>The kernel needs no charon; the next one makes new keys, and nothing is sealed with the former ones any more.</summary>
    [NativeFact]
    public void Its_charon_may_be_killed_and_started_again()
    {
        using var lab = MixedLab.WithIke(protectPayload: true);
        lab.Start();
        lab.Settle(Attachment.V6);
        lab.Ping();
        var former = lab.Spis();
        Assert.NotEmpty(former);
        lab.MobileNodeCharon!.Kill();
        lab.Settle(Attachment.Nat1);
        lab.Ping();
        lab.MobileNodeCharon.StartAgain();
        lab.Until(() => lab.Spis() is { Count: > 0 } now && !now.Overlaps(former), "new keys");
        lab.Until(() => lab.TryPing(), "payload under the new keys");
        lab.Settle(Attachment.V4);
        lab.Ping(ipv4: true);
    }

    /// <summary>The home agent may have keys of an exchange that the node gave up, and answer under them.</summary>
    [NativeFact]
    public void A_move_may_come_in_the_middle_of_the_first_key_exchange()
    {
        using var lab = MixedLab.WithIke(protectPayload: true);
        lab.Start();
        lab.Topology.MobileNode.Move(Attachment.Nat1);
        lab.Until(() => lab.TryPing(), "payload after the move");
        lab.Settle(Attachment.V6);
        lab.Ping();
    }

    [NativeFact]
    public void Keys_that_somebody_deletes_are_asked_for_again()
    {
        using var lab = MixedLab.WithIke(protectPayload: true);
        lab.Start();
        lab.Settle(Attachment.Home);
        lab.Settle(Attachment.Nat1);
        lab.Node.Exec(["ip", "xfrm", "state", "flush"]);
        lab.Settle(Attachment.V6);
        lab.Until(() => lab.TryPing(), "payload under new keys");
        Assert.Contains("by IKE: Signalling", lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
    }
}
