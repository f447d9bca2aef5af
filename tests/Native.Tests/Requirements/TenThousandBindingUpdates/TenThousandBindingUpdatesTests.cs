using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using Xunit.Abstractions;

namespace DsMip.Native.Tests.Requirements;

/// <summary>
/// The fourth requirement of the draft in earnest: the real home agent with the kernel's ESP, a real NAT, a hundred mobile nodes behind it, and
/// somebody who sends as many forged frames for the same home addresses in between.
/// </summary>
[Clause("draft-4-many")]
public sealed class TenThousandBindingUpdatesTests(ITestOutputHelper output)
{
    private const int Members = 100;
    private const int Rounds = 100;

    [NativeFact]
    public void Each_binding_holds_the_true_source_of_its_own_Binding_Update()
    {
        using var topology = LabTopology.Build(TimeSpan.FromMinutes(10));
        var work = new WorkDirectory();
        using var crowd = new Crowd(topology, Members);
        using var homeAgent = new HomeAgentDaemon(work.Path, crowd.Members.Select(m => m.Identity), Kernel);
        homeAgent.Start();
        using var witness = new UplinkWitness(work.File("crowd.pcap"));

        var bindings = new List<BindingView>();
        for (var round = 1; round <= Rounds; round++)
        {
            crowd.Update(round, homeAgent);
            bindings.AddRange(homeAgent.Api.Bindings());
        }

        var ports = witness.Ports();
        Assert.DoesNotContain(bindings, b => !ports.ContainsKey(crowd.Packet(b)));
        var mismatches = bindings.Where(b => b.Remote != AddressPlan.Nat2Outside || b.RemotePort != ports[crowd.Packet(b)] || !b.NatDetected).ToList();
        output.WriteLine(
            $"{crowd.Members.Sum(m => m.Sent.Count)} Binding Updates and {crowd.Forged} forged frames, {bindings.Count} bindings by way of {ports.Values.Distinct().Count()} ports of the NAT, mismatches: {mismatches.Count}; " +
            $"answers: {string.Join(", ", homeAgent.Api.BindingUpdates())}; drops: {string.Join(", ", homeAgent.Api.Drops().Where(d => d.Value > 0))}");
        Assert.Empty(mismatches);
        Assert.Equal(Members * Rounds, bindings.Select(b => (b.HomeAddress, b.Sequence)).Distinct().Count());
        Assert.Equal(Members * Rounds, crowd.Forged);
        Assert.Empty(crowd.Members.SelectMany(m => m.Surprises));
    }

    private static void Kernel(JsonObject configuration) => configuration["Ipsec"] = "Kernel";
}
