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

    [NativeFact]
    public void Keys_that_somebody_deletes_are_asked_for_again()
    {
        using var lab = MixedLab.WithIke(protectPayload: true);
        lab.Start();
        lab.Settle(Attachment.Nat1);
        lab.Node.Exec(["ip", "xfrm", "state", "flush"]);
        lab.Settle(Attachment.V6);
        lab.Until(() => lab.TryPing(), "payload under new keys");
        Assert.Contains("by IKE: Signalling", lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
    }

    /// <summary>One line that names the remedy, and nothing has to be started again when charon is there.</summary>
    [NativeFact]
    public void Without_charon_it_says_so_once_and_waits_for_it()
    {
        using var lab = MixedLab.WithIke(protectPayload: false, mobileNodeCharon: false);
        lab.Topology.MobileNode.Move(Attachment.Nat1);
        lab.Start();
        lab.Until(() => lab.MobileNode.Status() is { State: "Registering", Retransmissions: > 0 }, "a Binding Update that waits for keys");
        Assert.Contains("charon is not there", lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
        Assert.Single(lab.MobileNode.Tail(1000).Split('\n'), line => line.Contains("charon.vici is missing", StringComparison.Ordinal));
        lab.StartMobileNodeCharon();
        lab.Settle(Attachment.Nat1);
        lab.Ping();
    }

    /// <summary>Routers speak of care-of addresses, which the kernel's IPsec does not know: the tunnel interface translates.</summary>
    [NativeTheory]
    [InlineData(Attachment.V6)]
    [InlineData(Attachment.V4)]
    public void Protected_payload_learns_of_a_narrow_path(Attachment network)
    {
        using var lab = MixedLab.WithIke(protectPayload: true);
        lab.Start();
        lab.Settle(network);
        lab.Ping();
        AddressPlan.Core.Ip("link set ha0 mtu 1320");
        var answers = lab.Node.TryExec("ping", "-6", "-n", "-c8", "-i0.3", "-W1", "-s1300", "-I", lab.Topology.MobileNode.HomeAddress, AddressPlan.CorrespondentIpv6);
        Assert.True(answers.ExitCode == 0 && answers.Output.Contains("bytes from", StringComparison.Ordinal), answers.Output + lab.MobileNode.StatusCommand());
    }
}
