using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>The SPD as a table; what the kernel makes of it is in <see cref="MobilityPoliciesKernelTests"/>.</summary>
public sealed class MobilityPoliciesTests
{
    [Fact]
    [Clause("4877-7.2-order")]
    public void The_home_agents_entries_in_their_order() => Assert.Equal(
    [
        "Out 2001:db8:a::1/128 -> 2001:db8:b::7/128 mh[6] Transport Signalling",
        "Out 2001:db8:a::1/128 -> 2001:db8:b::7/128 mh Transport Signalling",
        "In 2001:db8:b::7/128 -> 2001:db8:a::1/128 mh Transport Signalling",
        "Out default (Ipv6) -> 2001:db8:b::7/128 mh Tunnel ReturnRoutability",
        "In 2001:db8:b::7/128 -> default (Ipv6) mh Tunnel ReturnRoutability",
        "Forward 2001:db8:b::7/128 -> default (Ipv6) mh Tunnel ReturnRoutability",
        "Out 2001:db8:a::1/128 -> 2001:db8:b::7/128 icmpv6[147] Transport PrefixDiscovery",
        "In 2001:db8:b::7/128 -> 2001:db8:a::1/128 icmpv6[146] Transport PrefixDiscovery",
        "Out default (Ipv6) -> 2001:db8:b::7/128 icmpv6[135]",
        "In 2001:db8:b::7/128 -> default (Ipv6) icmpv6[135]",
        "Out default (Ipv6) -> 2001:db8:b::7/128 icmpv6[136]",
        "In 2001:db8:b::7/128 -> default (Ipv6) icmpv6[136]",
        "Out default (Ipv6) -> 2001:db8:b::7/128 Tunnel Payload",
        "In 2001:db8:b::7/128 -> default (Ipv6) Tunnel Payload",
        "Forward 2001:db8:b::7/128 -> default (Ipv6) Tunnel Payload",
        "Out default (Ipv4) -> 192.0.2.7/32 Tunnel Payload",
        "In 192.0.2.7/32 -> default (Ipv4) Tunnel Payload",
        "Forward 192.0.2.7/32 -> default (Ipv4) Tunnel Payload",
    ], Table(atHomeAgent: true));

    [Fact]
    [Clause("4877-7.2-order")]
    public void The_mobile_nodes_entries_in_their_order() => Assert.Equal(
    [
        "Out 2001:db8:b::7/128 -> 2001:db8:a::1/128 mh[5] Transport Signalling",
        "Out 2001:db8:b::7/128 -> 2001:db8:a::1/128 mh Transport Signalling",
        "In 2001:db8:a::1/128 -> 2001:db8:b::7/128 mh Transport Signalling",
        "Out 2001:db8:b::7/128 -> default (Ipv6) mh[1] Tunnel ReturnRoutability",
        "Out 2001:db8:b::7/128 -> default (Ipv6) mh Tunnel ReturnRoutability",
        "In default (Ipv6) -> 2001:db8:b::7/128 mh Tunnel ReturnRoutability",
        "Out 2001:db8:b::7/128 -> 2001:db8:a::1/128 icmpv6[146] Transport PrefixDiscovery",
        "In 2001:db8:a::1/128 -> 2001:db8:b::7/128 icmpv6[147] Transport PrefixDiscovery",
        "Out 2001:db8:b::7/128 -> default (Ipv6) icmpv6[135]",
        "In default (Ipv6) -> 2001:db8:b::7/128 icmpv6[135]",
        "Out 2001:db8:b::7/128 -> default (Ipv6) icmpv6[136]",
        "In default (Ipv6) -> 2001:db8:b::7/128 icmpv6[136]",
        "Out 2001:db8:b::7/128 -> 2001:db8:b::7/128",
        "In 2001:db8:b::7/128 -> 2001:db8:b::7/128",
        "Out 2001:db8:b::7/128 -> default (Ipv6) Tunnel Payload",
        "In default (Ipv6) -> 2001:db8:b::7/128 Tunnel Payload",
        "Out 192.0.2.7/32 -> default (Ipv4) Tunnel Payload",
        "In default (Ipv4) -> 192.0.2.7/32 Tunnel Payload",
    ], Table(atHomeAgent: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_payload_only_return_routability_comes_with_a_binding(bool atHomeAgent) => Assert.All(
        MobilityPolicies.WhileAway(atHomeAgent, Plan.HomeAgent, Plan.Homes, payload: false),
        policy => Assert.Equal(SignallingReqids.Of(Plan.Home, AssociationPurpose.ReturnRoutability), policy.Template!.Reqid));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Templates_have_the_two_permanent_addresses_in_the_direction_of_the_packet(bool atHomeAgent)
    {
        foreach (var policy in All(atHomeAgent).Where(policy => policy.Template is not null))
        {
            var fromHomeAgent = atHomeAgent == (policy.Direction == XfrmDirection.Out);
            IpAddress source = fromHomeAgent ? Plan.HomeAgent : Plan.Home, destination = fromHomeAgent ? Plan.Home : Plan.HomeAgent;
            Assert.Equal((source, destination), (policy.Template!.Source, policy.Template.Destination));
        }
    }

    private static List<XfrmPolicy> All(bool atHomeAgent) =>
    [
        .. MobilityPolicies.Permanent(atHomeAgent, Plan.HomeAgent, Plan.Home),
        .. MobilityPolicies.WhileAway(atHomeAgent, Plan.HomeAgent, Plan.Homes, payload: true),
    ];

    private static IEnumerable<string> Table(bool atHomeAgent) => All(atHomeAgent).OrderBy(policy => policy.Priority).Select(Line);

    private static string Line(XfrmPolicy policy) => policy.Template is { } template
        ? $"{policy.Direction} {policy.Selector} {template.Mode} {SignallingReqids.PurposeOf(Plan.Home, template.Reqid, template.Mode)}"
        : $"{policy.Direction} {policy.Selector}";
}
