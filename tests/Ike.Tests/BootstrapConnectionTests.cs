using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests;

public sealed class BootstrapConnectionTests
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1"), Home = Ipv6Address.Parse("2001:db8:1::1000");
    private static readonly LoadedCertificates Certificates = new([1], [2], [3]);

    [Fact]
    public void The_mobile_node_asks_for_the_address_that_it_had_and_for_nothing_else()
    {
        var connection = BootstrapConnection.ForMobileNode(HomeAgent, new("mn1.example", "ha.example", new PresharedKey("secret")), Home);
        var section = connection.ToMessage(null).Section(connection.Name)!;
        Assert.Equal(["2001:db8:1::1000"], section.Texts("vips"));
        Assert.Equal(["%any"], section.Texts("local_addrs"));
        Assert.Equal(("force", "never"), (section.Text("childless"), section.Text("unique")));
        Assert.Empty(section.Section("children")!.Sections());
    }

    [Fact]
    public void The_home_agents_pools_are_single_addresses_with_their_prefix()
    {
        var connection = BootstrapConnection.ForHomeAgent("x", HomeAgent, new("ha.example", "mn1.example", new PresharedKey("secret")), [Home]);
        Assert.Equal(["dsmip-2001-db8-1--1000"], connection.ToMessage(null).Section("dsmip-bootstrap-x")!.Texts("pools"));
        var prefix = new HomePrefixAttribute(60, Ipv6Prefix.Parse("2001:db8:1::/64"));
        var pool = new HomeAddressPool(Home, prefix).ToMessage().Section("dsmip-2001-db8-1--1000")!;
        Assert.Equal("2001:db8:1::1000/128", pool.Text("addrs"));
        var attribute = Assert.Single(Assert.IsType<ViciList>(pool.Single(item => item.Key == "16").Value).Values);
        Assert.Equal(prefix.ToBytes(), attribute.Bytes.ToArray());
    }

    [Fact]
    public void With_EAP_any_IDi_will_do_and_one_identity_inside()
    {
        var authenticator = new EapAuthenticator("md5", "alice", "secret", "a.pem", "a.key");
        var connection = BootstrapConnection.ForHomeAgent("x", HomeAgent, new("ha.example", "alice", authenticator), []);
        var remote = connection.ToMessage(Certificates).Section(connection.Name)!.Section("remote")!;
        Assert.Equal(("%any", "eap-md5", "alice"), (remote.Text("id"), remote.Text("auth"), remote.Text("eap_id")));
        Assert.DoesNotContain("secret", authenticator.ToString(), StringComparison.Ordinal);
    }
}
