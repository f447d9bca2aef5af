using System.Globalization;
using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.NativeIpsec;
using DsMip.Native.Tests.MobileNode;

namespace DsMip.Native.Tests.HomeAgent;

/// <summary>The home agent with the kernel's IPsec, which is not the home agent's alone; the mobile node has its own.</summary>
public sealed class KernelHomeAgentTests
{
    [NativeFact]
    [Clause("4877-5-old-tunnel")]
    public void With_lock_and_heuristic_it_follows_a_mobile_node_and_leaves_nothing_behind()
    {
        using var lab = new MixedLab(Kernel("Lock", "Heuristic"), null);
        lab.Start();
        foreach (var network in new[] { Attachment.V6, Attachment.Nat1, Attachment.Home, Attachment.V4 })
        {
            lab.Settle(network);
            lab.Ping();
        }
        AssertNothingWasDropped(lab);

        Assert.Equal(0, lab.HomeAgent.Stop());
        Assert.Equal("", States() + Policies());
        Assert.DoesNotContain("4191", AddressPlan.HomeAgent.Exec(["ip", "-6", "rule"]), StringComparison.Ordinal);
        Assert.DoesNotContain("4191", AddressPlan.HomeAgent.Exec(["ip", "-6", "route", "show", "table", "all"]), StringComparison.Ordinal);
    }

    [NativeFact]
    public void What_somebody_flushes_comes_back_without_a_restart()
    {
        using var lab = new MixedLab(Kernel("Tag", "Api"), null);
        lab.Start();
        lab.Settle(Attachment.V6);
        var before = Policies();
        AddressPlan.HomeAgent.Exec(["ip", "xfrm", "state", "flush"]);
        AddressPlan.HomeAgent.Exec(["ip", "xfrm", "policy", "flush"]);
        lab.Settle(Attachment.Nat1);
        lab.Ping();
        Assert.Equal(before.Split('\n').Order(), Policies().Split('\n').Order());
        Assert.DoesNotContain("Replay", lab.MobileNode.StatusCommand("--json"), StringComparison.Ordinal);
    }

    [NativeFact]
    public void A_policy_that_somebody_else_has_for_the_same_traffic_stays_as_it_is()
    {
        using var lab = new MixedLab(Kernel("Tag", "Api"), null);
        var home = lab.Topology.MobileNode.HomeAddress;
        string[] foreign = ["src", $"{AddressPlan.HomeAgentAddress}/128", "dst", $"{home}/128", "proto", "135", "type", "6", "dir", "out"];
        var reqid = SignallingReqids.Of(Ipv6Address.Parse(home), AssociationPurpose.Signalling).ToString(CultureInfo.InvariantCulture);
        AddressPlan.HomeAgent.Exec(
            ["ip", "xfrm", "policy", "add", .. foreign, "priority", "77", "tmpl", "src", AddressPlan.HomeAgentAddress, "dst", home, "proto", "esp", "reqid", reqid, "mode", "transport"]);
        lab.Start();
        lab.Settle(Attachment.V4);
        Assert.Equal(0, lab.HomeAgent.Stop());
        Assert.Contains("priority 77", Policies(), StringComparison.Ordinal);
        Assert.DoesNotContain("priority 4191", Policies(), StringComparison.Ordinal);
    }

    private static string States() => AddressPlan.HomeAgent.Exec(["ip", "xfrm", "state"]);

    private static string Policies() => AddressPlan.HomeAgent.Exec(["ip", "xfrm", "policy"]);

    private static void AssertNothingWasDropped(MixedLab lab) => Assert.DoesNotContain(
        lab.HomeAgent.Api.Drops(),
        drop => drop.Key is "ReplayedPacket" or "SecurityFailure" or "UnknownTag" or "UnprotectedSignalling" or "UnknownSecurityParametersIndex" && drop.Value != 0);

    private static Action<JsonObject, WorkDirectory> Kernel(string reassociation, string technique) => (configuration, _) =>
    {
        configuration["Ipsec"] = "Kernel";
        configuration["Reassociation"] = reassociation;
        configuration["SpiTechnique"] = technique;
        configuration["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "Debug" } };
    };
}
