using CsCheck;
using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Revocation;

/// <summary>RFC 5846 with both protocol modules, over a network that loses and reorders: whatever crosses whatever, both ends agree in the end.</summary>
public sealed class RevocationHistories
{
    private const double LongerThanAnyBackOff = 700;

    private static readonly NatBehaviour Nat = new(
        Dependence.AddressAndPortDependent, Dependence.AddressAndPortDependent, PortPreservation: false, TimeSpan.FromSeconds(60), InboundRefresh: false);

    private static readonly RevocationTrigger[] Final = [RevocationTrigger.AdministrativeReason, RevocationTrigger.UserInitiatedSessionTermination];

    [Fact]
    [Clause("5846-6.2.2-delete", "5846-10-accept")]
    public void A_mobile_node_that_is_told_stops_and_the_home_agent_has_no_binding()
    {
        var pair = Pair(1);
        pair.Run(20);
        Assert.Equal((RegistrationState.Registered, true), (pair.State, pair.IsBound));
        pair.Revoke(RevocationTrigger.AdministrativeReason);
        pair.Run(5);
        Assert.Equal((RegistrationState.Revoked, false, false), (pair.State, pair.HasTunnel, pair.IsBound));
        pair.Run(10_000);
        Assert.Equal((RegistrationState.Revoked, false), (pair.State, pair.IsBound));
    }

    [Fact]
    [Clause("5846-7-crossing", "5846-6.3-clean-up")]
    public void Both_ends_agree_in_the_end_whatever_crosses_and_gets_lost() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 60], Gen.Select(Gen.Int[0, 7], Gen.Double[0, 30]).Array[1, 12]).Sample((seed, loss, revocations) =>
        {
            var pair = Pair(seed);
            pair.Loss = loss / 100.0;
            foreach (var (trigger, pause) in revocations)
            {
                pair.Run(pause);
                pair.Revoke((RevocationTrigger)trigger);
                Assert.True(pair.IsRevoking || !pair.IsBound);
            }
            pair.Loss = 0;
            pair.Run(4);
            Assert.False(pair.IsRevoking);
            pair.Run(LongerThanAnyBackOff);
            if (pair.State == RegistrationState.Revoked) Assert.Contains(revocations, revocation => Final.Contains((RevocationTrigger)revocation.Item1));
            else Assert.Equal(RegistrationState.Registered, pair.State);
            Assert.Equal(pair.State == RegistrationState.Registered, pair.IsBound);
            Assert.Equal(pair.IsBound, pair.HasTunnel);
        }, iter: 2000);

    /// <summary>From the moment that a mobile node has heard of it, no binding of its comes to be, although a Binding Update is still on its way.</summary>
    [Fact]
    [Clause("5846-7-crossing")]
    public void What_was_sent_before_the_mobile_node_knew_does_not_bind_it_again() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Double[0, 3]).Sample((seed, pause) =>
        {
            var pair = Pair(seed);
            pair.Run(pause);
            // One whose Binding Update was refused meanwhile has nothing to be revoked, and binds later.
            for (var i = 0; i < 2000 && pair.State != RegistrationState.Revoked; i++)
            {
                pair.Revoke(RevocationTrigger.AdministrativeReason);
                pair.Run(0.1);
            }
            Assert.Equal(RegistrationState.Revoked, pair.State);
            pair.Run(4);
            for (var i = 0; i < 100; i++, pair.Run(1)) Assert.False(pair.IsBound);
        }, iter: 1000);

    private static RevokedPair Pair(int seed) => new(new Setting(
        seed, Nat, Nat, DiskMilliseconds: 5, HomeAgentForcesUdp: false, HomeAgentAllowsUdpRequest: true, MobileNodeForcesUdp: false, DynamicIpv4: false));
}
