using System.Globalization;
using System.Text.Json.Nodes;
using DsMip.Lab.Cluster;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Lab.Walk;

namespace DsMip.Native.Tests.HomeAgent;

/// <summary>Two edges with the kernel's IPsec: the mobile node is in the block of the first, whose kernel has its SAs; its frames come in by the second.</summary>
public sealed class SeveralEdgesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [NativeFact]
    public void Frames_are_steered_to_the_kernel_that_has_the_SA_and_its_numbers_go_on_in_another_one()
    {
        using var topology = LabTopology.Build(new HomeAgentCluster(), TimeSpan.FromMinutes(10));
        var work = new WorkDirectory();
        var identity = MobileNodeIdentity.First(topology.MobileNode);
        using var cluster = new HomeCluster(work, change: configuration =>
        {
            configuration["Ipsec"] = "Kernel";
            configuration["MobileNodes"] = new JsonArray(identity.AtHomeAgent());
        });
        using var node = new MobileNodeDaemon(work.Path, topology.MobileNode, identity);
        var (control, owner, heir) = (cluster.Controls[0], cluster.Edges[0], cluster.Edges[1]);
        try
        {
            control.Start();
            owner.Start();
            heir.Start();
            foreach (var one in (ClusterNode[])[control, owner, heir]) one.AwaitReady();
            HomeCluster.AwaitBlocks();
            AwaitStates(owner, 2);
            AssertNoStates(heir);

            var file = work.File("access.pcap");
            using (Capture.Start(topology.MobileNode.Namespace, AddressPlan.Wan, file, "ip6"))
            {
                SendAllBy(ClusterPlan.Edges[1]);
                topology.MobileNode.Move(Attachment.V6);
                node.Start();
                Settle(Attachment.V6);
                Assert.NotEqual(0, Steered(heir, "out"));
                Assert.NotEqual(0, Steered(owner, "in"));
                AssertNoStates(heir);
                Ping();

                owner.Kill();
                AwaitStates(heir, 2);
                Settle(Attachment.V4);
                Settle(Attachment.V6);
                Ping();

                owner.Start();
                owner.AwaitReady();
                HomeCluster.AwaitBlocks();
                AwaitStates(owner, 2);
                AwaitStates(heir, 0);
                SendAllBy(ClusterPlan.Edges[1]);
                Settle(Attachment.V4);
                Settle(Attachment.V6);
                Ping();
            }

            // Of the home agent's kernels, as the mobile node's link saw them.
            var numbers = Tshark.Fields(file, $"esp && ipv6.src == {AddressPlan.HomeAgentAddress}", "esp.spi", "esp.sequence");
            Assert.Equal(numbers.Distinct().Count(), numbers.Count);
            var blocks = numbers.Select(line => ulong.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture) / 256).Distinct().Count();
            Assert.True(blocks >= 3, $"three claims, numbers of {blocks} blocks: {string.Join(' ', numbers)}");
        }
        catch (Exception e) when (e is LabException or Xunit.Sdk.XunitException)
        {
            throw new LabException($"{e.Message}{cluster.Tails(40)}\n--- mn {node.Tail()}", e);
        }

        void Settle(Attachment network)
        {
            if (topology.MobileNode.At != network) topology.MobileNode.Move(network);
            Registration.Await(control.Api, node, topology.MobileNode);
        }

        void Ping() => Wait.Until(
            () => AddressPlan.Correspondent.TryExec("ping", "-n", "-c1", "-W2", topology.MobileNode.HomeAddress).ExitCode == 0, Patience, "an answer to a ping");
    }

    private static void AwaitStates(ClusterNode edge, int count) => Wait.Until(() => States(edge) == count, Patience, $"{count} states in the kernel of {edge.Machine.Name}");

    private static void AssertNoStates(ClusterNode edge)
    {
        Assert.Equal(0, States(edge));
        Assert.DoesNotContain("priority 4191", edge.Machine.Space.Exec(["ip", "xfrm", "policy"]), StringComparison.Ordinal);
    }

    private static int States(ClusterNode edge) =>
        edge.Machine.Space.Exec(["ip", "xfrm", "state"]).Split('\n').Count(line => line.Contains(" spi ", StringComparison.Ordinal));

    /// <summary>What is for the home agent itself; blocks stay where they are.</summary>
    private static void SendAllBy(EdgeMachine edge) => AddressPlan.Core.Ip(
        [$"route replace {AddressPlan.HomeAgentIpv4Address}/32 via {edge.Ipv4}", $"route replace {AddressPlan.HomeAgentAddress}/128 via {edge.Ipv6}"]);

    private static int Steered(ClusterNode edge, string direction)
    {
        var line = $"dsmip_edge_steered_frames_total{{direction=\"{direction}\"}} ";
        return edge.Api.Metrics().Split('\n').Where(text => text.StartsWith(line, StringComparison.Ordinal))
            .Select(text => int.Parse(text[line.Length..], CultureInfo.InvariantCulture)).SingleOrDefault();
    }
}
