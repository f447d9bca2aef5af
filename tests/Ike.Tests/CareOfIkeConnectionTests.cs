using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests;

public sealed class CareOfIkeConnectionTests
{
    private static readonly IkeAuthentication Authentication = new("ha.example", "mn1.example", new PresharedKey("swordfish"));

    private static readonly MobileIkePair Pair = new(
        Ipv6Address.Parse("2001:db8:1::1"), Ipv6Address.Parse("2001:db8:1::100"), new IkeReqids(11, 12, 13, 14));

    [Fact]
    public void Proxied_the_security_associations_are_the_same_and_IKE_runs_from_anywhere()
    {
        var node = Section(CareOfIkeConnection.Proxied(MobileIkeConnection.ForMobileNode(Pair, Authentication), atHomeAgent: false));
        Assert.Equal(("%any", "2001:db8:1::1"), (node.Texts("local_addrs").Single(), node.Texts("remote_addrs").Single()));
        Assert.Equal(
            ["signalling transport_proxy", "rr tunnel", "prefix transport_proxy"],
            node.Section("children")!.Sections().Select(child => $"{child.Key} {child.Value.Text("mode")}"));
    }

    [Fact]
    public void A_home_agent_that_does_not_know_where_the_node_is_waits_for_it()
    {
        var agent = Section(CareOfIkeConnection.Proxied(MobileIkeConnection.ForHomeAgent(Pair, Authentication), atHomeAgent: true));
        Assert.Equal(("2001:db8:1::1", "%any"), (agent.Texts("local_addrs").Single(), agent.Texts("remote_addrs").Single()));
        Assert.All(agent.Section("children")!.Sections(), child => Assert.Equal("none", child.Value.Text("start_action")));
    }

    [Fact]
    [Clause("5555-5.1-mobike")]
    public void With_MOBIKE_payload_is_a_tunnel_of_charons_with_policies_of_charons()
    {
        var node = Section(CareOfIkeConnection.MobikePayload(Pair, Authentication, atHomeAgent: false));
        var child = Assert.Single(node.Section("children")!.Sections()).Value;
        Assert.Equal("yes", node.Text("mobike"));
        Assert.Equal(("tunnel", null, null), (child.Text("mode"), child.Text("policies"), child.Text("reqid")));
        Assert.Equal(("2001:db8:1::100/128", "::/0"), (child.Texts("local_ts").Single(), child.Texts("remote_ts").Single()));
    }

    private static ViciSection Section(IkeConnection connection) => connection.ToMessage(null).Section(connection.Name)!;
}
