using System.Net;
using System.Text.Json.Nodes;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>The ordinary life of a mobile node, in variants the walk of the demo does not show.</summary>
[Collection(RunningLabTests.Name)]
public sealed class RegistrationTests(RunningLab lab)
{
    [LabFact]
    [Clause("6275-5.1-ipsec", "4877-4.1-esp", "draft-3-lab")]
    public void Signalling_is_ESP_on_the_uplink_in_every_network_with_both_SPI_techniques()
    {
        var file = lab.Work.File("signalling.pcap");
        lab.Settle(Attachment.Home);
        lab.SettleSecond(Attachment.Home);
        using (Capture.Start(AddressPlan.HomeAgent, AddressPlan.Uplink, file))
        {
            foreach (var network in new[] { Attachment.V6, Attachment.V4, Attachment.Nat2, Attachment.Home })
            {
                lab.Settle(network);
                lab.SettleSecond(network);
            }
        }

        var census = SignallingCensus.Of(file);
        Assert.Equal(0, census.ClearMobilityHeaders);
        // Two nodes, three networks, a Binding Update and an acknowledgement each.
        Assert.True(census.EspPackets >= 12, $"{census.EspPackets} ESP packets");
    }

    [LabFact]
    public void The_status_command_says_what_the_control_socket_says()
    {
        lab.Settle(Attachment.Nat2);
        var status = lab.First.Status();
        Assert.True(status.NatDetected);
        Assert.Contains($"\"careOfAddress\": \"{status.CareOfAddress}\"", lab.First.StatusCommand("--json"), StringComparison.Ordinal);
        Assert.Contains(status.CareOfAddress!, lab.First.StatusCommand(), StringComparison.Ordinal);
    }

    [LabFact]
    [Clause("5555-4.5-allocate", "5555-1.3-v4-applications")]
    public void A_dynamic_IPv4_home_address_comes_from_the_pool_and_works()
    {
        var binding = lab.SettleSecond(Attachment.V6).Binding!;
        try
        {
            var address = IPAddress.Parse(binding.Ipv4HomeAddress!).GetAddressBytes();
            Assert.Equal([198, 51, 100], address[..3]);
            Assert.InRange(address[3], 100, 200);
            Assert.Equal(binding.Ipv4HomeAddress, lab.Second.Status().Ipv4HomeAddress);
            var ping = AddressPlan.Correspondent.TryExec("ping", "-n", "-c", "5", "-i", "0.05", "-w", "3", binding.Ipv4HomeAddress!);
            Assert.True(ping.ExitCode == 0, ping.Output);
            Assert.Equal(binding.Ipv4HomeAddress, lab.SettleSecond(Attachment.Nat2).Binding!.Ipv4HomeAddress);
        }
        finally
        {
            lab.SettleSecond(Attachment.Home);
        }
    }

    /// <summary>Status 1, solicitation and advertisement through a NAT and over IPv6, all of them under ESP.</summary>
    [LabFact]
    [Clause("6275-11.4.2-solicit", "6275-11.4.3-process", "6275-10.6.3-source", "5555-2.2-mps")]
    public void A_mobile_node_learns_that_its_prefix_ends()
    {
        lab.Settle(Attachment.V6);
        try
        {
            Reload(valid: 7200);
            lab.Settle(Attachment.Nat2);
            Learns(7200);
            Reload(valid: 3600);
            lab.Settle(Attachment.V6);
            Learns(3600);
        }
        finally
        {
            lab.HomeAgent.Reload(configuration => configuration.Remove("HomePrefixes"));
        }

        void Reload(int valid)
        {
            var lines = lab.HomeAgent.Log().Count;
            lab.HomeAgent.Reload(configuration => configuration["HomePrefixes"] = new JsonArray(new JsonObject
            {
                ["Prefix"] = AddressPlan.HomePrefix, ["ValidLifetime"] = $"{TimeSpan.FromSeconds(valid):c}", ["PreferredLifetime"] = "00:01:00",
            }));
            Wait.Until(() => lab.HomeAgent.Log().Skip(lines).Any(line => line.Contains("prefixes now", StringComparison.Ordinal)), TimeSpan.FromSeconds(20), "the home agent to reload");
        }

        void Learns(int valid) => Wait.Until(
            () => lab.First.Status().HomePrefixes is [{ } prefix] && prefix.ValidSeconds is { } seconds && seconds <= valid && seconds > valid - 60,
            TimeSpan.FromSeconds(60), $"a prefix that is valid for {valid} s");
    }

    /// <summary>While the kernel looks for a router that is gone it keeps what was sent to it, and TCP repeats nothing that is kept.</summary>
    [LabFact]
    public void Nothing_waits_for_the_router_of_a_network_that_was_left()
    {
        const string Other = "2001:db8:6::77";
        lab.Settle(Attachment.Home);
        lab.Settle(Attachment.V6);
        var node = lab.Topology.MobileNode.Namespace;
        foreach (var address in new[] { AddressPlan.HomeAgentAddress, Other })
        {
            node.Ip($"neigh replace {address} dev {AddressPlan.Wan} nud incomplete");
        }

        node.Ip("addr add 10.99.0.1/32 dev lo", "addr del 10.99.0.1/32 dev lo"); // any change will do
        string Neighbours() => node.Exec(["ip", "-6", "neigh", "show", "dev", AddressPlan.Wan]);
        Wait.Until(() => !Neighbours().Contains(AddressPlan.HomeAgentAddress, StringComparison.Ordinal), TimeSpan.FromSeconds(5), "the former router to be forgotten");
        Assert.Contains(Other, Neighbours(), StringComparison.Ordinal);
    }

    [LabFact]
    [Clause("draft-3-lab")]
    public void The_heuristic_technique_hands_over_under_traffic()
    {
        var node = lab.Topology.SecondMobileNode;
        lab.SettleSecond(Attachment.V4);
        try
        {
            using var ping = PingProbe.Start(AddressPlan.Correspondent, node.HomeAddress);
            using var transfer = TransferProbe.Start(
                AddressPlan.Correspondent, AddressPlan.CorrespondentIpv6, node.Namespace, node.HomeAddress, 5008);
            Wait.Until(() => ping.Trace.Count > 10 && transfer.MobileNode.Last?.Received > 10_000, TimeSpan.FromSeconds(10), "traffic");
            lab.SettleSecond(Attachment.Nat1);
            lab.SettleSecond(Attachment.V6);
            var received = transfer.MobileNode.Last!.Received;
            Wait.Until(() => transfer.MobileNode.Last!.Received > received + 10_000, TimeSpan.FromSeconds(10), "the transfer to go on");
            var verdict = transfer.Finish(TimeSpan.FromSeconds(10));
            Assert.True(verdict.Intact, verdict.Why);
        }
        finally
        {
            lab.SettleSecond(Attachment.Home);
        }
    }
}
