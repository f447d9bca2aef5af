using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>One mobile node, its home agent and the places it can be; what a test does not say is as here.</summary>
internal static class Given
{
    public static readonly Ipv6Prefix HomePrefix = Ipv6Prefix.Parse("2001:db8:1::/64");
    public static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    public static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    public static readonly Ipv4Address Ipv4Home = Ipv4Address.Parse("10.10.0.5");
    public static readonly Ipv6Address Visited = Ipv6Address.Parse("2001:db8:2::100");
    public static readonly Ipv4Address VisitedIpv4 = Ipv4Address.Parse("203.0.113.7");
    public static readonly Ipv4Address PrivateIpv4 = Ipv4Address.Parse("192.168.1.10");
    public static readonly Ipv4Address NatIpv4 = Ipv4Address.Parse("192.0.2.33");
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly HomePolicy Policy = new(
        HomePrefix, Provisioned: true, MaximumLifetime: new BindingLifetime(900), NatRefresh: TimeSpan.FromSeconds(30),
        ForceUdp: false, AllowUdpRequest: true, Ipv4Assigned: new Ipv4HomeBinding(Ipv4Home, 32, Dynamic: false));

    public static readonly Ingress OverIpv6 = new(Encapsulation.Native, HomeAgent, Visited, HomeAddressOption: true);
    public static readonly Ingress FromHome = new(Encapsulation.Native, HomeAgent, Home);
    public static readonly Ingress OverIpv4 = new(Encapsulation.UdpIpv4, HomeAgentIpv4, VisitedIpv4, 4191, Port.DsMip);
    public static readonly Ingress BehindNat = new(Encapsulation.UdpIpv4, HomeAgentIpv4, NatIpv4, 61234, Port.DsMip);

    public static readonly BindingUpdate Ipv6Update = Update(1, new AlternateCareOfAddressOption(Visited));
    public static readonly BindingUpdate Ipv4Update = Update(1, new Ipv4CareOfAddressOption(VisitedIpv4));
    public static readonly BindingUpdate NatUpdate = Update(1, new Ipv4CareOfAddressOption(PrivateIpv4));

    public static readonly Ipv4HomeAddressOption AskForIpv4Home = new(32, PrefixRequested: false, Ipv4Home);

    public static BindingUpdate Update(ushort sequence, params ReadOnlySpan<MobilityOption> options) => new(
        new SequenceNumber(sequence), BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration, new BindingLifetime(150),
        MobilityOptions.Of(options));

    public static BindingUpdate Number(this BindingUpdate bu, int sequence) => bu with { Sequence = new SequenceNumber((ushort)sequence) };

    public static BindingUpdate With(this BindingUpdate bu, MobilityOption option) => bu with { Options = bu.Options.With(option) };

    public static BindingUpdate With(this BindingUpdate bu, BindingUpdateFlags flag) => bu with { Flags = bu.Flags | flag };

    public static BindingUpdate Without(this BindingUpdate bu, BindingUpdateFlags flag) => bu with { Flags = bu.Flags & ~flag };

    public static BindingUpdate For(this BindingUpdate bu, int lifetimeUnits) => bu with { Lifetime = new BindingLifetime((ushort)lifetimeUnits) };

    public static BindingDecision Process(
        this BindingCacheEntry? entry, BindingUpdate bu, Ingress ingress, HomePolicy? policy = null, TimeSpan after = default, Ipv6Address? home = null) =>
        BindingUpdateProcessing.Process(entry, bu, ingress, home ?? Home, policy ?? Policy, Now + after);

    public static BindingDecision First(BindingUpdate bu, Ingress ingress, HomePolicy? policy = null) => Process(null, bu, ingress, policy);

    /// <summary>A binding accepted at <see cref="Now"/>, away over IPv6, with an IPv4 home address.</summary>
    public static BindingCacheEntry Bound(int sequence = 1) => First(Ipv6Update.With(AskForIpv4Home).Number(sequence), OverIpv6).Entry!;

    public static BindingStatus? Status(this BindingDecision decision) => decision.Acknowledgement?.Status;

    public static void IsSilent(this BindingDecision decision, DropReason why, BindingCacheEntry? entry = null)
    {
        Assert.Null(decision.Acknowledgement);
        Assert.Equal(why, decision.Why);
        Assert.False(decision.Changed);
        Assert.Same(entry, decision.Entry);
    }
}
