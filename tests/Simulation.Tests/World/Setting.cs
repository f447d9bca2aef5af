using DsMip.HomeAgent.Core;
using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Network;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.World;

/// <summary>What stays the same throughout a history.</summary>
/// <param name="Seed">Of everything random inside the world: losses, jitter, NAT ports, disk delays.</param>
/// <param name="DiskMilliseconds">The longest time that the home agent's store takes.</param>
/// <param name="NoticesAttachment">False: two networks with the same addresses look the same to the mobile node.</param>
internal sealed record Setting(
    int Seed, NatBehaviour NatA, NatBehaviour NatB, int DiskMilliseconds, bool HomeAgentForcesUdp, bool HomeAgentAllowsUdpRequest, bool MobileNodeForcesUdp, bool DynamicIpv4,
    bool NoticesAttachment = true)
{
    /// <summary>Shorter than any NAT's timeout (RFC 4787 REQ-5: at least two minutes; worse ones exist).</summary>
    public static readonly TimeSpan NatRefresh = TimeSpan.FromSeconds(30);

    public static readonly BindingLifetime MaximumLifetime = BindingLifetime.From(TimeSpan.FromMinutes(8));

    public HomePolicy PolicyFor(Subscriber subscriber) => new(
        Place.HomePrefix, Provisioned: true, MaximumLifetime, NatRefresh, HomeAgentForcesUdp, HomeAgentAllowsUdpRequest,
        new Ipv4HomeBinding(subscriber.Ipv4HomeAddress, 32, DynamicIpv4));

    public HomeRegistrationSettings SettingsOf(Subscriber subscriber) => new(
        subscriber.HomeAddress, Place.HomeAgent, Place.HomeAgentIpv4, DynamicIpv4 ? Ipv4Address.Any : subscriber.Ipv4HomeAddress,
        BindingLifetime.From(TimeSpan.FromMinutes(10)), MobileNodeForcesUdp);
}
