using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

public sealed class RuleTests : IDisposable
{
    private readonly OneHost _host = new();

    public void Dispose() => _host.Dispose();

    public static TheoryData<string, RoutingRule> Rules { get; } = new()
    {
        { "4191: from all iif eth0 lookup 4191", new RoutingRule(IpFamily.Ipv6, 4191) { InputInterface = "eth0", Table = 4191 } },
        { "4191: from all oif eth0 lookup 4191", new RoutingRule(IpFamily.Ipv6, 4191) { OutputInterface = "eth0", Table = 4191 } },
        { "4191: from all fwmark 0x105f lookup 4191", new RoutingRule(IpFamily.Ipv6, 4191) { Mark = 4191, Table = 4191 } },
        { "4190: from all fwmark 0x10/0xf0 lookup main", new RoutingRule(IpFamily.Ipv4, 4190) { Mark = 0x10, MarkMask = 0xf0 } },
        { "4190: from all lookup main suppress_prefixlength 0", new RoutingRule(IpFamily.Ipv4, 4190) { SuppressPrefixLength = 0 } },
        { "4191: not from all fwmark 0x105f lookup 4191", new RoutingRule(IpFamily.Ipv4, 4191) { Mark = 4191, Not = true, Table = 4191 } },
        { "4189: from 10.0.0.5 lookup main", new RoutingRule(IpFamily.Ipv4, 4189) { Source = NetworkPrefix.Host(Ipv4Address.Parse("10.0.0.5")) } },
        { "4188: from 2001:db8::7 to 2001:db8::1 lookup main", new RoutingRule(IpFamily.Ipv6, 4188)
        {
            Source = NetworkPrefix.Host(Ipv6Address.Parse("2001:db8::7")), Destination = NetworkPrefix.Host(Ipv6Address.Parse("2001:db8::1")),
        } },
        { "4189: from 2001:db8::/64 lookup main", new RoutingRule(IpFamily.Ipv6, 4189) { Source = Ipv6Prefix.Parse("2001:db8::/64") } },
        { "5: from all lookup 70000", new RoutingRule(IpFamily.Ipv6, 5) { Table = 70000 } },
    };

    [NamespaceTheory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_what_ip_shows_and_goes_again(string shown, RoutingRule rule)
    {
        _host.Kernel.AddRule(rule);
        Assert.Contains(shown, Shown(rule.Family));
        Assert.Contains(rule, _host.Kernel.GetRules(rule.Family));
        _host.Kernel.DeleteRule(rule);
        Assert.DoesNotContain(shown, Shown(rule.Family));
    }

    [NamespaceFact]
    public void Rules_come_in_order_with_the_kernels_own()
    {
        _host.Kernel.AddRule(new RoutingRule(IpFamily.Ipv4, 20) { Table = 2 });
        _host.Kernel.AddRule(new RoutingRule(IpFamily.Ipv4, 10) { Table = 1 });
        Assert.Equal([0u, 10u, 20u, 32766u, 32767u], _host.Kernel.GetRules(IpFamily.Ipv4).Select(r => r.Priority));
    }

    [NamespaceFact]
    public void Add_and_delete_are_strict_and_ensure_is_not()
    {
        var rule = new RoutingRule(IpFamily.Ipv6, 4191) { Mark = 4191, Table = 4191 };
        Assert.Throws<LinuxException>(() => _host.Kernel.DeleteRule(rule));
        _host.Kernel.EnsureNoRule(rule);
        _host.Kernel.EnsureRule(rule);
        _host.Kernel.EnsureRule(rule);
        Assert.Single(_host.Kernel.GetRules(IpFamily.Ipv6), rule);
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => _host.Kernel.AddRule(rule)).Errno);
        _host.Kernel.EnsureNoRule(rule);
        Assert.DoesNotContain(rule, _host.Kernel.GetRules(IpFamily.Ipv6));
    }

    private IEnumerable<string> Shown(IpFamily family) =>
        _host.Namespace.Ip($"{(family == IpFamily.Ipv4 ? "-4" : "-6")} -N rule show").Split('\n')
            .Select(line => line.Trim().Replace(":\t", ": ", StringComparison.Ordinal).Replace("lookup 254", "lookup main", StringComparison.Ordinal));
}
