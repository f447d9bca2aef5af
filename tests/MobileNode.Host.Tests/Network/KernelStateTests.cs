using System.Diagnostics.CodeAnalysis;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>What the daemon does to the kernel, and what it does when somebody else does things to the kernel.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Disposed by using.")]
public sealed class KernelStateTests
{
    private const string V6 = "2001:db8:6::5", V4 = "203.0.113.5", Home = "2001:db8:1::50";

    [NamespaceFact]
    [Clause("6275-11.5.1-detect")]
    public void An_interface_that_is_pulled_out_is_a_movement_like_any_other()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        walk.Node.Ip("link delete v4");
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        NetworkNamespace.Connect(walk.Node, "v4", walk.Far, "v4");
        walk.Far.Ip("addr add 203.0.113.1/24 dev v4");
        walk.Leave("v6");
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        walk.SendPayload("by the new one");
        walk.Until(() => walk.Arrived("by the new one") is not null, "payload by the new interface");
    }

    /// <summary>RFC 6275 11.5.5: it is the home prefix that makes the home link, not the home address.</summary>
    [NamespaceFact]
    [Clause("6275-11.5.2-home-link")]
    public void On_the_home_link_with_another_address_it_is_at_home_and_has_the_home_address_there()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.Leave("v6");
        walk.EnterHomeAsStranger();
        walk.UntilState("Home", Home);
        var last = walk.HomeAgent.Updates[^1];
        Assert.Equal((Encapsulation.Native, false, BindingLifetime.Zero), (last.Ingress.Encapsulation, last.Ingress.HomeAddressOption, last.Message.Lifetime));
        Assert.Contains($"{Home}/128", walk.Node.Ip("addr show dev home"), StringComparison.Ordinal);
        Assert.Contains("bytes from", walk.Far.Execute("ping", "-c1", "-w5", Home), StringComparison.Ordinal);
        walk.Leave("home");
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        Assert.DoesNotContain(Home, walk.Node.Ip("addr show dev home"), StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void The_home_address_goes_from_the_home_link_with_the_stranger_and_with_the_daemon()
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterHomeAsStranger();
        walk.UntilState("Home", Home);
        walk.Node.Ip("addr del 2001:db8:1::77/64 dev home");
        walk.Until(() => walk.Status.State == "NoNetwork", "home to be left");
        walk.Until(() => !walk.Node.Ip("addr show dev home").Contains(Home, StringComparison.Ordinal), "the home address to go");
        walk.Leave("home");
        walk.EnterHomeAsStranger();
        walk.UntilState("Home", Home);
        Assert.Equal(0, walk.Stop());
        Assert.DoesNotContain(Home, walk.Node.Ip("addr show dev home"), StringComparison.Ordinal);
    }

    [NamespaceTheory]
    [InlineData("link set dsmip0 down")]
    [InlineData("-6 rule del pref 4191")]
    [InlineData("-6 rule del pref 4190")]
    [InlineData("-6 route flush table 4191")]
    [InlineData("-6 addr flush dev dsmip0")]
    public void What_others_take_away_comes_back(string command)
    {
        using var walk = new Walk();
        walk.Start();
        walk.EnterV6();
        walk.UntilState("Registered", V6);
        walk.Until(() => State(walk).Contains(V6, StringComparison.Ordinal), "the rules");
        var before = State(walk);
        walk.Node.Ip(command);
        walk.Until(() => State(walk) == before, $"{before} after {command}");
        walk.SendPayload("still");
        walk.Until(() => walk.Arrived("still") is not null, "payload");
    }

    [NamespaceFact]
    [Clause("6275-11.3.1-home-source")]
    public void Packets_from_other_addresses_of_the_node_keep_out_of_the_tunnel()
    {
        using var walk = new Walk();
        walk.Node.Ip("link add bridge0 type bridge");
        walk.Node.Ip("addr add 172.17.0.1/16 dev bridge0");
        walk.Start();
        walk.EnterV4();
        walk.UntilState("Registered", V4);
        string Route(string from) => walk.Node.Ip($"route get 192.0.2.77 from {from}");
        walk.Until(() => Route("172.17.0.1").Contains("dev v4", StringComparison.Ordinal), "the rule for the bridge");
        Assert.Contains("dev v4", Route(V4), StringComparison.Ordinal);
        Assert.Contains("dev dsmip0", Route("198.51.100.50"), StringComparison.Ordinal);
    }

    private static string State(Walk walk) =>
        walk.Node.Ip("-6 rule") + walk.Node.Ip("-6 route show table 4191") + walk.Node.Ip("-o addr show dev dsmip0") + walk.Node.Ip("-o link show up dev dsmip0");
}
