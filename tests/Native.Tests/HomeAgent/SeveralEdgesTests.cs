using System.Globalization;
using System.Text.Json.Nodes;
using DsMip.Lab.Cluster;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Lab.Walk;

namespace DsMip.Native.Tests.HomeAgent;

/// <summary>
/// Two edges with the kernel's IPsec. All that is for the home agent comes in by the second; the mobile node is in a block of the first, whose kernel has its SAs.
/// </summary>
public sealed class SeveralEdgesTests
{
    /// <summary>Numbers that an entity gives with a claim.</summary>
    private const ulong Block = 256;

    /// <summary>User-Mode Linux has one CPU, on a machine that has others to serve.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [NativeFact]
    [Clause("4106-2-nonce")]
    public void Frames_are_steered_to_the_kernel_that_has_the_SA_and_its_numbers_go_on_in_another_one()
    {
        using var topology = LabTopology.Build(new HomeAgentCluster(), TimeSpan.FromMinutes(10));
        var work = new WorkDirectory();
        var port = topology.MobileNode;
        var identity = MobileNodeIdentity.First(port);
        using var cluster = new HomeCluster(work, change: configuration => Configure(configuration, identity));
        using var node = new MobileNodeDaemon(work.Path, port, identity);
        var (control, owner, heir) = (cluster.Controls[0], cluster.Edges[0], cluster.Edges[1]);
        try
        {
            LeadHomeAgentTo(ClusterPlan.Edges[1]);
            LeadBlocksTo(ClusterPlan.Edges[0]);
            control.Start();
            control.AwaitReady(Patience);
            owner.Start();
            owner.AwaitReady(Patience);
            heir.Start();
            heir.AwaitReady(Patience);
            AwaitStates(owner, 2);
            AwaitNothing(heir);

            var (byOwner, byHeir) = (work.File("owner.pcap"), work.File("heir.pcap"));
            using (Capture.Start(AddressPlan.Core, ClusterPlan.Edges[0].CorePort, byOwner))
            using (Capture.Start(AddressPlan.Core, ClusterPlan.Edges[1].CorePort, byHeir))
            {
                node.Start();
                Settle(Attachment.V6);
                Assert.NotEqual(0, Steered(heir, "out"));
                Assert.NotEqual(0, Steered(owner, "in"));
                AwaitNothing(heir);
                Ping();

                owner.Kill();
                LeadBlocksTo(ClusterPlan.Edges[1]);
                AwaitStates(heir, 2);
                Settle(Attachment.V4);
                Ping();

                owner.Start();
                owner.AwaitReady(Patience);
                AwaitNothing(heir);
                AwaitStates(owner, 2);
                LeadBlocksTo(ClusterPlan.Edges[0]);
                Settle(Attachment.V6);
                Assert.NotEqual(0, Steered(owner, "in"));
                Ping();
            }

            Assert.Empty(Sealed(byOwner));
            var numbers = Sealed(byHeir);
            Assert.Equal(numbers.Distinct(), numbers);
            Assert.True(numbers.Select(number => (number - 1) / Block).Distinct().Count() >= 3, $"three claims, and these numbers: {string.Join(' ', numbers)}");
        }
        catch (Exception e) when (e is LabException or Xunit.Sdk.XunitException)
        {
            throw new LabException($"{e.Message}{cluster.Tails(40)}\n--- mn {node.Tail()}", e);
        }

        void Settle(Attachment network)
        {
            if (port.At != network) port.Move(network);
            Registration.Await(control.Api, node, port);
        }

        void Ping() => Wait.Until(
            () => AddressPlan.Correspondent.TryExec("ping", "-n", "-c1", "-W2", port.HomeAddress).ExitCode == 0, Patience, "an answer to a ping");
    }

    /// <summary>A route command is a script here, whose many processes take longer than it may in User-Mode Linux; so might a first connection to the database.</summary>
    private static void Configure(JsonObject configuration, MobileNodeIdentity identity)
    {
        configuration["Ipsec"] = "Kernel";
        configuration["MobileNodes"] = new JsonArray(identity.AtHomeAgent());
        configuration["Edge"]?.AsObject().Remove("RouteCommand");
        configuration["Store"]!["ConnectionString"] += ";Timeout=60;Command Timeout=60";
    }

    private static void LeadHomeAgentTo(EdgeMachine edge) => AddressPlan.Core.Ip(
        $"route replace {AddressPlan.HomeAgentIpv4Address}/32 via {edge.Ipv4}", $"route replace {AddressPlan.HomeAgentAddress}/128 via {edge.Ipv6}");

    private static void LeadBlocksTo(EdgeMachine edge) => AddressPlan.Core.Ip(
        $"route replace {AddressPlan.Ipv4HomePrefix} via {edge.Ipv4}", $"route replace {AddressPlan.HomePrefix} via {edge.Ipv6}");

    private static void AwaitStates(ClusterNode edge, int count) =>
        Wait.Until(() => States(edge) == count, Patience, $"{count} states in the kernel of {edge.Machine.Name}");

    private static void AwaitNothing(ClusterNode edge) => Wait.Until(
        () => States(edge) == 0 && !edge.Machine.Space.Exec(["ip", "xfrm", "policy"]).Contains("priority 4191", StringComparison.Ordinal),
        Patience, $"nothing of ours to be in the kernel of {edge.Machine.Name}");

    private static int States(ClusterNode edge) =>
        edge.Machine.Space.Exec(["ip", "xfrm", "state"]).Split('\n').Count(line => line.Contains(" spi ", StringComparison.Ordinal));

    private static int Steered(ClusterNode edge, string direction)
    {
        var line = $"dsmip_edge_steered_frames_total{{direction=\"{direction}\"}} ";
        return edge.Api.Metrics().Split('\n').Where(text => text.StartsWith(line, StringComparison.Ordinal))
            .Select(text => int.Parse(text[line.Length..], CultureInfo.InvariantCulture)).SingleOrDefault();
    }

    /// <summary>ESP sequence numbers of what the home agent has sealed, which is all under one SPI.</summary>
    private static IReadOnlyList<ulong> Sealed(string capture) =>
        [.. Tshark.Fields(capture, $"esp && ipv6.src == {AddressPlan.HomeAgentAddress}", "esp.sequence").Select(text => ulong.Parse(text, CultureInfo.InvariantCulture))];
}
