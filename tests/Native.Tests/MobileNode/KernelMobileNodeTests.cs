using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.MobileNode;

/// <summary>The mobile node with the kernel's IPsec, the home agent with its own.</summary>
public sealed class KernelMobileNodeTests
{
    [NativeTheory]
    [Clause("4877-4.1-manual")]
    [InlineData("Api")]
    public void It_walks_through_all_networks_with_keys_by_hand(string technique)
    {
        using var lab = new MixedLab(null, Kernel(technique));
        lab.Start();
        foreach (var network in new[] { Attachment.V6, Attachment.V4, Attachment.Nat1, Attachment.V6, Attachment.Nat2, Attachment.Home, Attachment.V4 })
        {
            lab.Settle(network);
            lab.Ping();
            lab.Ping(ipv4: true);
        }
        Assert.Contains("Kernel, keys by hand: Signalling", lab.MobileNode.StatusCommand(), StringComparison.Ordinal);
        Assert.Equal(0, lab.MobileNode.Stop());
        Assert.Equal("", lab.Node.Exec(["ip", "xfrm", "state"]) + lab.Node.Exec(["ip", "xfrm", "policy"]));
        Assert.DoesNotContain("41", lab.Node.Exec(["ip", "-6", "rule"]), StringComparison.Ordinal);
    }

    [NativeFact]
    public void Killed_and_started_again_it_uses_no_number_twice_and_puts_right_what_the_crash_left()
    {
        using var lab = new MixedLab(null, Kernel("Api"));
        lab.Start();
        lab.Settle(Attachment.V6);
        var before = lab.Settle(Attachment.V4).Status.Sequence;
        lab.MobileNode.Kill();
        Assert.Contains("4191", lab.Node.Exec(["ip", "xfrm", "policy"]), StringComparison.Ordinal);
        lab.MobileNode.Start();
        var after = lab.Settle(Attachment.V4).Status.Sequence;
        Assert.NotEqual(before, after);
        lab.Ping();
        Assert.DoesNotContain(lab.HomeAgent.Api.Drops(), drop => drop.Key == "ReplayedPacket" && drop.Value != 0);
        Assert.Equal(0, lab.MobileNode.Stop());
        Assert.Equal("", lab.Node.Exec(["ip", "xfrm", "state"]) + lab.Node.Exec(["ip", "xfrm", "policy"]));
    }

    [NativeFact]
    public void States_that_somebody_flushes_come_back_with_the_next_Binding_Update()
    {
        using var lab = new MixedLab(null, Kernel("Api"));
        lab.Start();
        lab.Settle(Attachment.V6);
        lab.Node.Exec(["ip", "xfrm", "state", "flush"]);
        lab.Node.Exec(["ip", "xfrm", "policy", "flush"]);
        lab.Settle(Attachment.Nat1);
        lab.Ping();
        Assert.DoesNotContain(lab.HomeAgent.Api.Drops(), drop => drop.Key is "ReplayedPacket" or "UnprotectedSignalling" && drop.Value != 0);
    }

    private static Action<JsonObject, WorkDirectory> Kernel(string technique) => (configuration, _) =>
    {
        configuration["Ipsec"] = "Kernel";
        configuration["SpiTechnique"] = technique;
        configuration["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "Debug" } };
    };
}
