using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

public sealed class XfrmPolicyTests : IDisposable
{
    private static readonly XfrmSelector Everything = new(NetworkPrefix.DefaultIpv6, NetworkPrefix.Host(XfrmHost.Node));
    private static readonly XfrmSelector Ipv4 = new(NetworkPrefix.DefaultIpv4, NetworkPrefix.Host(Ipv4Address.Parse("192.0.2.5")));
    private static readonly XfrmTemplate Transport = new(XfrmMode.Transport, XfrmHost.Node, XfrmHost.HomeAgent, 77);
    private static readonly XfrmTemplate Tunnel = new(XfrmMode.Tunnel, XfrmHost.HomeAgent, XfrmHost.Node, 78);
    private readonly XfrmHost _host = new();

    public static TheoryData<string, XfrmPolicy> Policies { get; } = new()
    {
        {
            "src 2001:db8::5/128 dst 2001:db8::1/128 proto mobility-header type 5 uid 0 dir in action allow",
            new XfrmPolicy(XfrmHost.MobilityHeaders with { SourcePort = 5 }, XfrmDirection.In, 4191_00) { Template = Transport }
        },
        {
            "src 2001:db8::5/128 dst 2001:db8::1/128 proto ipv6-icmp type 146 uid 0 dir in action allow",
            new XfrmPolicy(XfrmHost.MobilityHeaders with { Protocol = IpProtocol.Icmpv6, SourcePort = 146 }, XfrmDirection.In, 4191_01) { Template = Transport }
        },
        {
            "src ::/0 dst 2001:db8::5/128 uid 0 dir out action allow",
            new XfrmPolicy(Everything, XfrmDirection.Out, 4191_02) { Template = Tunnel }
        },
        {
            "src 0.0.0.0/0 dst 192.0.2.5/32 uid 0 dir fwd action allow",
            new XfrmPolicy(Ipv4, XfrmDirection.Forward, 4191_03) { Template = Tunnel }
        },
        { "src ::/0 dst 2001:db8::5/128 uid 0 dir fwd action block", new XfrmPolicy(Everything, XfrmDirection.Forward, 4191_04) { Blocks = true } },
        { "src ::/0 dst 2001:db8::5/128 uid 0 dir fwd action allow", new XfrmPolicy(Everything, XfrmDirection.Forward, 4191_04) },
        {
            "src 2001:db8::5/128 dst 2001:db8::1/128 uid 0 dir out action allow",
            new XfrmPolicy(XfrmHost.MobilityHeaders with { Protocol = 0 }, XfrmDirection.Out, 4191_05)
            {
                Template = new XfrmTemplate(XfrmMode.Transport, IpAddress.None, IpAddress.None, 79),
            }
        },
    };

    public void Dispose() => _host.Dispose();

    [NativeTheory]
    [MemberData(nameof(Policies))]
    public void A_policy_is_what_ip_shows_and_what_we_list_and_goes_again(string shown, XfrmPolicy policy)
    {
        _host.Kernel.Ensure(policy);
        var policies = _host.Policies;
        Assert.Contains(shown, policies);
        Assert.Contains($"priority {policy.Priority}", policies);
        if (policy.Template is { } template) Assert.Contains(Shown(template, policy.Selector.Family), policies);
        else Assert.DoesNotContain("tmpl", policies);
        Assert.Equal([policy], _host.Kernel.GetPolicies());

        Assert.True(_host.Kernel.EnsureNo(policy.Selector, policy.Direction));
        Assert.Empty(_host.Policies);
        Assert.False(_host.Kernel.EnsureNo(policy.Selector, policy.Direction));
    }

    [NativeFact]
    public void What_ip_installs_we_list()
    {
        _host.Namespace.Ip("xfrm policy add src 2001:db8::1 dst 2001:db8::5 proto 135 type 6 dir out priority 3 "
            + "tmpl src 2001:db8::1 dst 2001:db8::5 proto comp mode transport level use tmpl proto esp mode transport reqid 12");
        Assert.Equal(
            [
                new XfrmPolicy(
                    new XfrmSelector(NetworkPrefix.Host(XfrmHost.HomeAgent), NetworkPrefix.Host(XfrmHost.Node), IpProtocol.MobilityHeader) { SourcePort = 6 },
                    XfrmDirection.Out, 3)
                {
                    Template = new XfrmTemplate(XfrmMode.Transport, IpAddress.None, IpAddress.None, 12),
                },
            ],
            _host.Kernel.GetPolicies());
    }

    [NativeFact]
    public void Ensure_replaces_priority_and_template_of_the_same_selector()
    {
        _host.Kernel.Ensure(new XfrmPolicy(Everything, XfrmDirection.Out, 10) { Template = Tunnel });
        _host.Kernel.Ensure(new XfrmPolicy(Everything, XfrmDirection.In, 10) { Template = Tunnel });
        var replaced = new XfrmPolicy(Everything, XfrmDirection.Out, 20) { Template = Tunnel with { Reqid = 99 } };
        _host.Kernel.Ensure(replaced);
        Assert.Equal(replaced, Assert.Single(_host.Kernel.GetPolicies(), policy => policy.Direction == XfrmDirection.Out));
        Assert.Equal(2, _host.Kernel.GetPolicies().Count);
    }

    [NativeTheory]
    [InlineData("dir out mark 7 mask 0xff")]
    [InlineData("dir out if_id 5")]
    [InlineData("dir out ptype sub")]
    [InlineData("dev lo dir out")]
    public void What_is_not_host_wide_is_not_listed(string options)
    {
        _host.Namespace.Ip($"xfrm policy add src ::/0 dst {XfrmHost.Node} {options}");
        Assert.Contains("dst 2001:db8::5/128", _host.Policies);
        Assert.Empty(_host.Kernel.GetPolicies());
    }

    [NativeFact]
    public void What_the_kernel_refuses_is_one_line()
    {
        var refused = Assert.Throws<LinuxException>(() => _host.Kernel.Ensure(new XfrmPolicy(Everything, (XfrmDirection)9, 1)));
        Assert.Equal(Errno.EINVAL, refused.Errno);
        Assert.StartsWith("installing IPsec policy 9 default (Ipv6) -> 2001:db8::5/128: EINVAL", refused.Message, StringComparison.Ordinal);
    }

    private static string Shown(XfrmTemplate template, IpFamily family)
    {
        var none = family == IpFamily.Ipv4 ? "0.0.0.0" : "::";
        var (source, destination) = (template.Source.IsNone ? none : template.Source.ToString(), template.Destination.IsNone ? none : template.Destination.ToString());
        var mode = template.Mode == XfrmMode.Tunnel ? "tunnel" : "transport";
        return $"tmpl src {source} dst {destination} proto esp spi 0x00000000(0) reqid {template.Reqid}(0x{template.Reqid:x8}) mode {mode} level required share any "
            + "enc-mask ffffffff auth-mask ffffffff comp-mask ffffffff";
    }
}
