using DsMip.Simulation.Tests.Histories;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests;

/// <summary>Histories worth keeping: each feature once by itself, and each that has ever failed.</summary>
public sealed class KnownHistories
{
    private static readonly NatBehaviour Nat = new(
        Dependence.AddressAndPortDependent, Dependence.AddressAndPortDependent, PortPreservation: false, TimeSpan.FromSeconds(60), InboundRefresh: false);

    private static readonly Setting Plain = new(
        Seed: 1, Nat, Nat, DiskMilliseconds: 5, HomeAgentForcesUdp: false, HomeAgentAllowsUdpRequest: true, MobileNodeForcesUdp: false, DynamicIpv4: false);

    [Theory]
    [Clause("5555-1.3-v4-only")]
    [InlineData("home"), InlineData("ipv6"), InlineData("ipv4"), InlineData("nat-a"), InlineData("dual"), InlineData("broken")]
    public void Arriving_anywhere(string network) => Run(new Move(0, network));

    [Fact]
    public void Everywhere_and_home_again() => Run(
        [.. Networks.Names.Append("home").SelectMany(network => new Step[] { new Move(0, network), new Wait(5), new Chat(0), new Rest() })]);

    [Fact]
    [Clause("5555-1.3-nat", "trap-one-nat")]
    public void Two_mobile_nodes_behind_one_NAT() => Run(new Move(0, "nat-a"), new Move(1, "nat-a"), new Rest(), new NatReboot("nat-a"), new Rest());

    [Fact]
    public void The_home_agent_crashes() => Run(new Move(0, "nat-a"), new Wait(5), new HomeAgentCrash(3), new Rest());

    [Fact]
    public void Flapping_while_every_third_frame_is_lost() => Array.ForEach(
        [.. Enumerable.Range(0, 50)],
        seed => new History(Plain with { Seed = seed }, new Weather(300, 0, 0.3, 0), new Flap(0, "ipv6", "ipv4", 100, 100), new Wait(3), new Rest()).Run());

    /// <summary>An answer to the Binding Update before stopped the retransmission of the one with flag F, whose own answer got lost.</summary>
    [Fact]
    public void Asking_for_UDP_while_every_third_frame_is_lost() => Array.ForEach(
        [.. Enumerable.Range(0, 50)],
        seed => new History(
            Plain with { Seed = seed }, new Weather(760, 0, 0.3, 0), new Move(0, "ipv4"), new Wait(2.1), new Complaint(0, ComplaintKind.PayloadLost),
            new Wait(0.97), new Rest()).Run());

    /// <summary>Home at last, with a binding that the home agent holds and the mobile node never heard of: the end of the one before is no sign.</summary>
    [Fact]
    public void Home_while_every_other_frame_is_lost() => Array.ForEach(
        [.. Enumerable.Range(0, 50)],
        seed => new History(
            Plain with { Seed = seed }, new Move(0, "ipv6"), new Wait(410), new Weather(400, 0, 0.5, 0), new Move(0, "cellular"), new Wait(0.5),
            new Move(0, "home"), new HomeAgentCrash(45), new Wait(30), new Rest()).Run());

    private static void Run(params Step[] steps) => new History(Plain, steps).Run();
}
