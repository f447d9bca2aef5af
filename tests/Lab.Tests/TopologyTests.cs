using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests;

/// <summary>The lab itself, without daemons: what the scenarios rely on.</summary>
public sealed class TopologyTests(BareLab lab) : IClassFixture<BareLab>
{
    [LabFact]
    public void At_home_both_families_reach_the_correspondent()
    {
        var node = lab.Topology.MobileNode;
        node.Move(Attachment.Home);
        Assert.True(Pings(node.Namespace, AddressPlan.CorrespondentIpv6));
        Assert.True(Pings(node.Namespace, AddressPlan.CorrespondentIpv4));
        Assert.True(Pings(AddressPlan.Correspondent, node.HomeAddress));
        Assert.True(Pings(AddressPlan.Correspondent, node.Ipv4HomeAddress));
    }

    [LabFact]
    public void Away_the_home_addresses_are_gone()
    {
        var node = lab.Topology.MobileNode;
        node.Move(Attachment.V6);
        Assert.True(IsSilent(AddressPlan.Correspondent, node.HomeAddress));
        Assert.True(IsSilent(AddressPlan.Correspondent, node.Ipv4HomeAddress));
    }

    [LabFact]
    public void The_IPv6_network_has_no_IPv4()
    {
        var node = lab.Topology.MobileNode;
        node.Move(Attachment.V6);
        Assert.True(Pings(node.Namespace, AddressPlan.HomeAgentAddress));
        Assert.True(Pings(AddressPlan.Correspondent, node.CareOfAddress(Attachment.V6)));
        Assert.True(IsSilent(node.Namespace, AddressPlan.CorrespondentIpv4));
    }

    [LabFact]
    public void The_IPv4_network_has_public_addresses_and_no_IPv6()
    {
        var node = lab.Topology.MobileNode;
        node.Move(Attachment.V4);
        Assert.True(Pings(node.Namespace, AddressPlan.HomeAgentIpv4Address));
        Assert.True(Pings(AddressPlan.Correspondent, node.CareOfAddress(Attachment.V4)));
        Assert.True(IsSilent(node.Namespace, AddressPlan.CorrespondentIpv6));
    }

    [LabFact]
    public void Behind_each_NAT_the_correspondent_sees_the_NATs_address()
    {
        Assert.Equal(AddressPlan.Nat1Outside, SeenByCorrespondent(Attachment.Nat1, 40000).Address);
        Assert.Equal(AddressPlan.Nat2Outside, SeenByCorrespondent(Attachment.Nat2, 40000).Address);
    }

    [LabFact]
    public void The_first_NAT_keeps_the_port_and_the_second_does_not()
    {
        Assert.Equal(40001, SeenByCorrespondent(Attachment.Nat1, 40001).Port);
        // One random port in 64 thousand may happen to be the same one; three do not.
        Assert.Contains(new[] { 40001, 40002, 40003 }, p => SeenByCorrespondent(Attachment.Nat2, p).Port != p);
    }

    [LabFact]
    public void A_NAT_that_forgets_maps_to_the_new_range()
    {
        AddressTranslator.Nat1.Forget(50000, 50099);
        try
        {
            Assert.InRange(SeenByCorrespondent(Attachment.Nat1, 40004).Port, 50000, 50099);
        }
        finally
        {
            AddressTranslator.Nat1.KeepPorts();
        }
    }

    [LabFact]
    public void Two_nodes_can_be_behind_one_NAT()
    {
        var second = lab.Topology.AddSecondMobileNode();
        lab.Topology.MobileNode.Move(Attachment.Nat1);
        second.Move(Attachment.Nat1);
        Assert.True(Pings(lab.Topology.MobileNode.Namespace, AddressPlan.CorrespondentIpv4));
        Assert.True(Pings(second.Namespace, AddressPlan.CorrespondentIpv4));
        Assert.True(Pings(second.Namespace, lab.Topology.MobileNode.CareOfAddress(Attachment.Nat1)));
    }

    [LabFact]
    public void A_transfer_is_intact_and_its_checksum_can_tell()
    {
        var node = lab.Topology.MobileNode;
        node.Move(Attachment.Home);
        using var transfer = TransferProbe.Start(
            AddressPlan.Correspondent, AddressPlan.CorrespondentIpv6, node.Namespace, node.HomeAddress, 5001);
        Wait.Until(() => transfer.MobileNode.Last is { Received: > 50_000 }, TimeSpan.FromSeconds(10), "50 kB");
        var verdict = transfer.Finish(TimeSpan.FromSeconds(10));
        Assert.True(verdict.Intact, verdict.Why);

        var altered = new TransferTrace();
        altered.Add(System.Text.Json.JsonSerializer.Serialize(transfer.MobileNode.Last! with { ReceivedSha256 = new string('0', 64) }));
        Assert.False(TransferVerdict.Of(transfer.Correspondent, altered).Intact);
    }

    [LabFact]
    public void A_gap_in_the_ping_is_seen()
    {
        var node = lab.Topology.MobileNode;
        node.Move(Attachment.Home);
        using var ping = PingProbe.Start(AddressPlan.Correspondent, node.HomeAddress);
        Wait.Until(() => ping.Trace.Count > 20, TimeSpan.FromSeconds(10), "replies");
        var before = LabClock.Now;
        node.Move(Attachment.V4);
        Thread.Sleep(500);
        node.Move(Attachment.Home);
        var replies = ping.Trace.Count;
        Wait.Until(() => ping.Trace.Count > replies + 5, TimeSpan.FromSeconds(10), "replies after the gap");
        Assert.True(ping.Trace.LongestGap(before, LabClock.Now) >= TimeSpan.FromSeconds(0.5));
    }

    private static bool Pings(NetworkNamespace from, string to) => Pings(from, to, "5");

    private static bool IsSilent(NetworkNamespace from, string to) => !Pings(from, to, "1");

    private static bool Pings(NetworkNamespace from, string to, string seconds) =>
        from.TryExec("ping", "-n", "-c", "3", "-i", "0.1", "-w", seconds, to).ExitCode == 0;

    /// <summary>Sends one datagram from the given port of the mobile node and returns the source the correspondent received it from.</summary>
    private (string Address, int Port) SeenByCorrespondent(Attachment network, int port)
    {
        var node = lab.Topology.MobileNode;
        if (node.At != network)
        {
            node.Move(network);
        }

        using var receiver = UdpSockets.Open(AddressPlan.Correspondent, AddressPlan.CorrespondentIpv4, 7000);
        using var sender = UdpSockets.Open(node.Namespace, node.CareOfAddress(network), port);
        return UdpSockets.SendAndSee(sender, receiver);
    }
}
