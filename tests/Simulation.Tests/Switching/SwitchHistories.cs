using CsCheck;
using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Switching;

/// <summary>RFC 5142 with the protocol modules of both ends, over a network that loses and reorders: whatever crosses whatever, one home agent has the mobile node in the end.</summary>
public sealed class SwitchHistories
{
    /// <summary>What a home agent that heard no deregistration holds is over then.</summary>
    private const double LongerThanAnyBinding = 4000;

    private static readonly NatBehaviour Nat = new(
        Dependence.AddressAndPortDependent, Dependence.AddressAndPortDependent, PortPreservation: false, TimeSpan.FromSeconds(60), InboundRefresh: false);

    [Theory]
    [Clause("5142-6.1-leave", "5142-5.2-retransmit")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mobile_node_that_is_told_turns_to_the_other_home_agent_and_the_first_one_has_no_binding(bool isNamed)
    {
        var node = Node(1);
        node.Run(20);
        Assert.Equal((RegistrationState.Registered, true), (node.State, node.IsBound(0)));
        node.Switch(0, 600, isNamed);
        node.Run(20);
        Assert.Equal((RegistrationState.Registered, 1), (node.State, node.Current));
        Assert.Equal((false, true), (node.IsBound(0), node.IsBound(1)));
        Assert.Equal((1, false), (node.Told, node.IsSwitching(0)));
    }

    [Fact]
    [Clause("5142-6.1-leave", "5142-5.2-retransmit")]
    public void One_home_agent_has_it_in_the_end_whatever_crosses_and_gets_lost() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 60], Gen.Select(Gen.Int[0, 1], Gen.Double[0, 100], Gen.Double[0, 30], Gen.Bool).Array[1, 8]).Sample((seed, loss, switches) =>
        {
            var node = Node(seed);
            node.Loss = loss / 100.0;
            foreach (var (homeAgent, within, pause, isNamed) in switches)
            {
                node.Run(pause);
                node.Switch(homeAgent, within, isNamed);
            }
            node.Loss = 0;
            node.Run(LongerThanAnyBinding);
            Assert.Equal(RegistrationState.Registered, node.State);
            Assert.Equal((true, false), (node.IsBound(node.Current), node.IsBound(1 - node.Current)));
            Assert.False(node.IsSwitching(0) || node.IsSwitching(1));
        }, iter: 500);

    private static SwitchedNode Node(int seed) => new(new Setting(
        seed, Nat, Nat, DiskMilliseconds: 5, HomeAgentForcesUdp: false, HomeAgentAllowsUdpRequest: true, MobileNodeForcesUdp: false, DynamicIpv4: false));
}
