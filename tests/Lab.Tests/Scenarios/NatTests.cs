using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>Behind NATs: two nodes at once, and a NAT that forgets.</summary>
[Collection(RunningLabTests.Name)]
public sealed class NatTests(RunningLab lab)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [LabFact]
    [Clause("5555-2.3.2.2-port", "5555-4.1-udp", "5555-1.3-nat", "trap-one-nat", "draft-4-port")]
    public void Two_mobile_nodes_behind_the_same_NAT_both_work()
    {
        var first = lab.Settle(Attachment.Nat1).Binding!;
        var second = lab.SettleSecond(Attachment.Nat1).Binding!;
        try
        {
            Assert.Equal(AddressPlan.Nat1Outside, first.Remote);
            Assert.Equal(AddressPlan.Nat1Outside, second.Remote);
            Assert.NotEqual(first.RemotePort, second.RemotePort);
            foreach (var node in new[] { lab.Topology.MobileNode.HomeAddress, lab.Topology.SecondMobileNode.HomeAddress })
            {
                AssertAnswers(AddressPlan.Correspondent, node);
            }

            AssertAnswers(AddressPlan.Correspondent, first.Ipv4HomeAddress!);
            AssertAnswers(AddressPlan.Correspondent, second.Ipv4HomeAddress!);
            // From one to the other: up through one tunnel and down through the other.
            AssertAnswers(lab.Topology.MobileNode.Namespace, lab.Topology.SecondMobileNode.HomeAddress);
        }
        finally
        {
            lab.SettleSecond(Attachment.Home);
        }
    }

    [LabFact]
    [Clause("5555-4.3-mapping")]
    public void A_NAT_that_forgets_its_mapping_is_recovered_from_by_the_next_keepalive()
    {
        var before = lab.Settle(Attachment.Nat1).Binding!;
        using var ping = PingProbe.Start(AddressPlan.Correspondent, lab.Topology.MobileNode.HomeAddress);
        Wait.Until(() => ping.Trace.Count > 10, Patience, "replies before");
        try
        {
            AddressTranslator.Nat1.Forget(50000, 50099);
            var forgotten = LabClock.Now;
            Wait.Until(
                () => lab.HomeAgent.Api.Binding(before.HomeAddress)!.RemotePort is >= 50000 and <= 50099, RunningLab.NatRefresh + Patience,
                "the home agent to learn the new mapping");
            var replies = ping.Trace.Count;
            Wait.Until(() => ping.Trace.Count > replies + 10, Patience, "replies through the new mapping");
            Assert.NotEqual(before.RemotePort, lab.HomeAgent.Api.Binding(before.HomeAddress)!.RemotePort);
            Assert.True(ping.Trace.LongestGap(forgotten, LabClock.Now) > TimeSpan.FromMilliseconds(100), "the old mapping went on working");
        }
        finally
        {
            AddressTranslator.Nat1.KeepPorts();
        }
    }

    /// <summary>RFC 5555 1.3, scenario 3: another address is the home agent's at a NAT in front of it, and a mobile node knows only that one.</summary>
    [LabFact]
    [Clause("5555-1.3-ha-nat")]
    public void A_home_agent_behind_a_NAT_is_reached_by_the_address_that_it_has_there()
    {
        const string outside = "192.0.2.99";
        const string inside = AddressPlan.HomeAgentIpv4Address;
        lab.Settle(Attachment.Home);
        lab.SettleSecond(Attachment.Home);
        AddressPlan.Core.Nft($$"""
            table ip front {
              chain in { type nat hook prerouting priority dstnat; ip daddr {{outside}} dnat to {{inside}}; }
              chain out { type nat hook postrouting priority srcnat; ip saddr {{inside}} snat to {{outside}}; }
            }
            """);
        try
        {
            lab.RestartSecond(configuration => configuration["HomeAgentIpv4Address"] = outside);
            foreach (var network in new[] { Attachment.V4, Attachment.Nat2 })
            {
                var binding = lab.SettleSecond(network).Binding!;
                Assert.Equal(network == Attachment.Nat2, binding.NatDetected);
                AssertAnswers(AddressPlan.Correspondent, lab.Topology.SecondMobileNode.HomeAddress);
                AssertAnswers(AddressPlan.Correspondent, binding.Ipv4HomeAddress!);
            }
        }
        finally
        {
            lab.SettleSecond(Attachment.Home);
            lab.RestartSecond(null);
            AddressPlan.Core.Nft("delete table ip front");
        }
    }

    private static void AssertAnswers(NetworkNamespace from, string to)
    {
        var ping = from.TryExec("ping", "-n", "-c", "5", "-i", "0.05", "-w", "3", to);
        Assert.True(ping.ExitCode == 0, $"{from.Name} to {to}: {ping.Output}{ping.Error}");
    }
}
