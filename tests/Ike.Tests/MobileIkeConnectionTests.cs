using DsMip.Configuration;
using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests;

public sealed class MobileIkeConnectionTests
{
    private static readonly IkeAuthentication AtHomeAgent = new("ha.example", "mn1.example", new PresharedKey("swordfish"));
    private static readonly IkeAuthentication AtMobileNode = new("mn1.example", "ha.example", new PresharedKey("swordfish"));

    private static readonly MobileIkePair Pair = new(
        Ipv6Address.Parse("2001:db8:1::1"), Ipv6Address.Parse("2001:db8:1::100"), new IkeReqids(11, 12, 13, 14))
    {
        Ipv4HomeAddress = Ipv4Address.Parse("10.9.0.100"),
        ProtectsPayload = true,
    };

    [Fact]
    [Clause("5555-5.2.2-children", "4877-4.4-sa-home-address", "4877-7.3-tsi")]
    public void The_mobile_nodes_children_have_the_selectors_of_RFC_4877()
    {
        var children = Children(MobileIkeConnection.ForMobileNode(Pair, AtMobileNode));
        Assert.Equal(
            [
                "signalling transport 11 2001:db8:1::100/128[135] = 2001:db8:1::1/128[135]",
                "rr tunnel 12 2001:db8:1::100/128[135] = ::/0[135]",
                "prefix transport 13 2001:db8:1::100/128[58] = 2001:db8:1::1/128[58]",
                "payload tunnel 14 2001:db8:1::100/128,10.9.0.100/32 = ::/0,0.0.0.0/0",
            ],
            children.Sections().Select(Describe));
    }

    [Fact]
    public void The_home_agents_children_are_the_mirror_image()
    {
        var children = Children(MobileIkeConnection.ForHomeAgent(Pair, AtHomeAgent));
        Assert.Equal(
            [
                "signalling transport 11 2001:db8:1::1/128[135] = 2001:db8:1::100/128[135]",
                "rr tunnel 12 ::/0[135] = 2001:db8:1::100/128[135]",
                "prefix transport 13 2001:db8:1::1/128[58] = 2001:db8:1::100/128[58]",
                "payload tunnel 14 ::/0,0.0.0.0/0 = 2001:db8:1::100/128,10.9.0.100/32",
            ],
            children.Sections().Select(Describe));
    }

    [Fact]
    public void Without_payload_protection_there_is_no_child_for_it() => Assert.DoesNotContain(
        Children(MobileIkeConnection.ForMobileNode(Pair with { ProtectsPayload = false }, AtMobileNode)).Sections(), child => child.Key == "payload");

    [Fact]
    public void Without_an_IPv4_home_address_payload_is_IPv6() => Assert.Equal(
        ["::/0"],
        Children(MobileIkeConnection.ForMobileNode(Pair with { Ipv4HomeAddress = null }, AtMobileNode)).Section("payload")!.Texts("remote_ts"));

    [Fact]
    public void No_child_has_policies_of_charons() => Assert.All(
        Children(MobileIkeConnection.ForHomeAgent(Pair, AtHomeAgent)).Sections(), child => Assert.Equal("no", child.Value.Text("policies")));

    [Fact]
    public void The_mobile_node_replaces_keys_before_the_home_agent_would()
    {
        Assert.All(Children(MobileIkeConnection.ForMobileNode(Pair, AtMobileNode)).Sections(), child => Assert.Equal("3600s", child.Value.Text("rekey_time")));
        Assert.All(Children(MobileIkeConnection.ForHomeAgent(Pair, AtHomeAgent)).Sections(), child => Assert.Equal("5400s", child.Value.Text("rekey_time")));
    }

    [Fact]
    public void The_home_agent_is_not_quick_to_believe_a_mobile_node_dead()
    {
        Assert.Equal("30s", Section(MobileIkeConnection.ForMobileNode(Pair, AtMobileNode)).Text("dpd_delay"));
        Assert.Equal("600s", Section(MobileIkeConnection.ForHomeAgent(Pair, AtHomeAgent)).Text("dpd_delay"));
    }

    [Fact]
    public void Only_the_mobile_node_begins_unasked_and_only_with_signalling()
    {
        Assert.Equal(
            ["trap|start", "trap", "trap", "trap"],
            Children(MobileIkeConnection.ForMobileNode(Pair, AtMobileNode)).Sections().Select(child => child.Value.Text("start_action")));
        Assert.All(
            Children(MobileIkeConnection.ForHomeAgent(Pair, AtHomeAgent)).Sections(), child => Assert.Equal("trap", child.Value.Text("start_action")));
    }

    [Fact]
    [Clause("6275-11.7.3-k", "5555-5-4500")]
    public void IKE_runs_between_the_home_address_and_the_home_agent_on_port_4500_without_MOBIKE()
    {
        var connection = Section(MobileIkeConnection.ForMobileNode(Pair, AtMobileNode));
        Assert.Equal(["2001:db8:1::100"], connection.Texts("local_addrs"));
        Assert.Equal(["2001:db8:1::1"], connection.Texts("remote_addrs"));
        Assert.Equal(("4500", "4500", "no"), (connection.Text("local_port"), connection.Text("remote_port"), connection.Text("mobike")));
        Assert.Equal(("mn1.example", "psk"), (connection.Section("local")!.Text("id"), connection.Section("local")!.Text("auth")));
        Assert.Equal(("ha.example", "psk"), (connection.Section("remote")!.Text("id"), connection.Section("remote")!.Text("auth")));
    }

    [Fact]
    [Clause("4877-7.3-idi")]
    public void Certificates_go_with_the_connection_and_bind_the_other_end_to_one_authority()
    {
        var authentication = AtMobileNode with { Credential = new CertificateFiles("mn1.pem", "mn1.key", "ca.pem") };
        var message = MobileIkeConnection.ForMobileNode(Pair, authentication).ToMessage(new LoadedCertificates([1], [2], [3]));
        Assert.Contains("local={id=mn1.example auth=pubkey certs=[\u0001]}", message.Text(), StringComparison.Ordinal);
        Assert.Contains("remote={id=ha.example auth=pubkey cacerts=[\u0003]}", message.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u0002", message.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.example")]
    [InlineData("%any")]
    [InlineData("C=CH, CN=*")]
    public void An_identity_that_stands_for_several_nodes_is_refused(string identity) => Assert.Throws<ConfigurationException>(
        () => new IkeAuthentication("ha.example", identity, new PresharedKey("swordfish")));

    [Theory]
    [InlineData("swordfish", "73776f726466697368")]
    [InlineData("0x00ff", "00ff")]
    [InlineData("0sAP8=", "00ff")]
    public void Secrets_are_written_as_strongSwan_has_them(string secret, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexString(new PresharedKey(secret).Bytes).ToLowerInvariant());

    [Fact]
    public void A_secret_is_not_in_what_gets_logged() =>
        Assert.DoesNotContain("swordfish", MobileIkeConnection.ForMobileNode(Pair, AtMobileNode).ToString(), StringComparison.Ordinal);

    private static ViciSection Section(IkeConnection connection) => connection.ToMessage(null).Section("dsmip-2001-db8-1--100")!;

    private static ViciSection Children(IkeConnection connection) => Section(connection).Section("children")!;

    private static string Describe(KeyValuePair<string, ViciSection> child) =>
        $"{child.Key} {child.Value.Text("mode")} {child.Value.Text("reqid")} {Traffic(child.Value, "local_ts")} = {Traffic(child.Value, "remote_ts")}";

    private static string Traffic(ViciSection child, string key) => string.Join(',', child.Texts(key));
}
