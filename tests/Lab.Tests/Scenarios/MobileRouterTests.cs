using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>A host behind a mobile router, which knows nothing of mobility (RFC 3963, RFC 5555 3.1.1).</summary>
[Collection(RunningLabTests.Name)]
public sealed class MobileRouterTests(RunningLab lab)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [LabFact]
    [Clause("3963-5.5-source", "3963-6.4-tunnel", "3963-6.5-forward", "3963-6.3-routes", "3963-9-ipsec", "5555-4.5-prefix-routes")]
    public void A_host_behind_it_keeps_its_connections_of_both_families_while_the_router_moves()
    {
        lab.SettleSecond(Attachment.V6);
        try
        {
            using var ipv6 = PingProbe.Start(AddressPlan.Correspondent, MobileNetwork.Address);
            using var ipv4 = PingProbe.Start(AddressPlan.Correspondent, MobileNetwork.Ipv4Address);
            Answers(ipv6, ipv4);
            using var overIpv6 = Transfer(AddressPlan.CorrespondentIpv6, MobileNetwork.Address, 7001);
            using var overIpv4 = Transfer(AddressPlan.CorrespondentIpv4, MobileNetwork.Ipv4Address, 7002);
            foreach (var (network, encapsulation) in new[] { (Attachment.Nat1, "UdpIpv4"), (Attachment.V4, "Ipv4"), (Attachment.V6, "Ipv6") })
            {
                var binding = lab.SettleSecond(network).Binding!;
                Assert.Equal(encapsulation, binding.Encapsulation);
                Assert.Equal([MobileNetwork.Prefix, MobileNetwork.Ipv4Prefix], lab.HomeAgent.Api.MobileNetworks(binding.HomeAddress));
                Assert.Equal([MobileNetwork.Prefix, MobileNetwork.Ipv4Prefix], lab.Second.Status().MobileNetworks!);
                Answers(ipv6, ipv4);
            }

            Intact(overIpv6);
            Intact(overIpv4);
        }
        finally
        {
            lab.SettleSecond(Attachment.Home);
        }
    }

    [LabFact]
    [Clause("3963-5.8-home", "3963-5.7-all-routers")]
    public void At_home_it_is_a_router_of_the_home_link_and_abroad_none_of_the_visited_one()
    {
        var node = lab.Topology.SecondMobileNode;
        lab.SettleSecond(Attachment.Home);
        Assert.True(IsInAllRouters(node));
        AssertAnswers(AddressPlan.Correspondent, MobileNetwork.Address);
        try
        {
            lab.SettleSecond(Attachment.V6);
            Assert.False(IsInAllRouters(node));
            AssertAnswers(MobileNetwork.Host, AddressPlan.CorrespondentIpv6);
            AssertAnswers(MobileNetwork.Host, AddressPlan.CorrespondentIpv4);
            // Up through one tunnel, and down through another.
            AssertAnswers(MobileNetwork.Host, lab.Settle(Attachment.Nat1).Status.HomeAddress);
        }
        finally
        {
            lab.SettleSecond(Attachment.Home);
        }
    }

    private static TransferProbe Transfer(string correspondent, string host, int port) =>
        TransferProbe.Start(AddressPlan.Correspondent, correspondent, MobileNetwork.Host, host, port);

    private static void Answers(params PingProbe[] pings)
    {
        foreach (var ping in pings)
        {
            var before = ping.Trace.Count;
            Wait.Until(() => ping.Trace.Count > before + 20, Patience, "replies of the host behind the router");
        }
    }

    private static void Intact(TransferProbe transfer)
    {
        var verdict = transfer.Finish(Patience);
        Assert.True(verdict.Intact, verdict.Why);
    }

    private static bool IsInAllRouters(MobileNodePort node) =>
        node.Namespace.Exec(["ip", "-6", "maddress", "show", "dev", AddressPlan.Wan]).Contains("ff02::2\n", StringComparison.Ordinal);

    private static void AssertAnswers(NetworkNamespace from, string to)
    {
        var ping = from.TryExec("ping", "-n", "-c", "5", "-i", "0.05", "-w", "10", to);
        Assert.True(ping.ExitCode == 0, $"{from.Name} to {to}: {ping.Output}{ping.Error}");
    }
}
