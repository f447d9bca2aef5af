using DsMip.Ike;
using DsMip.Native.Tests.Ike;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Bootstrapping;

/// <summary>Home addresses by the configuration payload, between two stock charons as the daemons configure them.</summary>
public sealed class AssignedHomeAddressTests : IDisposable
{
    private static readonly Ipv6Address First = Ipv6Address.Parse("2001:db8:1::1000"), Second = Ipv6Address.Parse("2001:db8:1::1001");
    private static readonly HomePrefixAttribute HomePrefix = new(86400, Ipv6Prefix.Parse("2001:db8:1::/64"));

    private const int Ipv6AddressAttribute = 8, AddressFailure = 36;

    private readonly BootstrapNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [LabFact]
    [Clause("4877-9-assign", "5026-5.3.1-assigned", "4877-9-failure")]
    public async Task The_home_agents_charon_gives_an_address_of_the_list_and_says_so_if_there_is_none()
    {
        await using var agent = await BootstrapEnd.StartAsync(_network.HomeAgent, AtHomeAgent(("mn1", [First, Second]), ("mn2", [])));
        var given = new TaskCompletionSource<IkeSa>();
        agent.Session.Changed += (sa, isUp) => given.TrySetResult(sa);
        await using var node = await BootstrapEnd.StartAsync(_network.MobileNode, AtMobileNode("mn1"));
        var sa = await node.InitiateAsync(BootstrapConnection.MobileNodeName);
        Assert.Equal([First], sa.LocalVirtualAddresses);
        Assert.Empty(sa.Children);
        var seen = await given.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(("mn1.example", BootstrapNetwork.CareOfAddress.ToString()), (seen.RemoteIdentity, seen.RemoteHost));
        Assert.Equal([First], seen.RemoteVirtualAddresses);

        await node.Session.ReplaceAsync(AtMobileNode("mn2"), default);
        await node.Session.TerminateAsync(BootstrapConnection.MobileNodeName, default);
        Assert.Empty((await node.InitiateAsync(BootstrapConnection.MobileNodeName)).LocalVirtualAddresses);
        Assert.Contains("N(INT_ADDR_FAIL)", node.Describe(), StringComparison.Ordinal);
    }

    [LabFact]
    [Clause("5026-5.3.2-prefix", "5026-8.2-attribute", "4877-9-failure")]
    public async Task Who_asks_for_the_home_prefix_and_an_address_gets_both()
    {
        await using var agent = await BootstrapEnd.StartAsync(_network.HomeAgent, AtHomeAgent(("mn1", [First]), ("mn2", [])));
        using (var client = new AskingClient(_network.MobileNode, BootstrapNetwork.HomeAgentAddress))
        {
            var (attributes, notifications) = await client.AskAsync("mn1.example", Secret("mn1").Secret, Ipv6AddressAttribute, HomePrefixAttribute.AttributeType);
            Assert.Empty(notifications);
            Assert.Equal(First, Ipv6Address.Read(attributes[Ipv6AddressAttribute]));
            Assert.Equal(64, attributes[Ipv6AddressAttribute][16]);
            Assert.True(HomePrefixAttribute.TryRead(attributes[HomePrefixAttribute.AttributeType], out var prefix), agent.Describe());
            Assert.Equal(HomePrefix, prefix);
        }
        using (var other = new AskingClient(_network.MobileNode, BootstrapNetwork.HomeAgentAddress))
        {
            var (attributes, notifications) = await other.AskAsync("mn2.example", Secret("mn2").Secret, Ipv6AddressAttribute);
            Assert.Empty(attributes);
            Assert.Equal([AddressFailure], notifications);
        }
    }

    [LabFact]
    [Clause("4877-8-eap", "4877-8-eap-identity")]
    public async Task With_EAP_the_home_address_is_that_of_the_identity_inside_EAP_whatever_IDi_says()
    {
        using var authority = new CertificateAuthority();
        await using var agent = await BootstrapEnd.StartAsync(_network.HomeAgent, ByEap(authority.Issue("ha.example")));
        await using var node = await BootstrapEnd.StartAsync(_network.MobileNode, ByEap(authority, idi: "alice", eapIdentity: "bob", "secret of bob"));
        Assert.Equal([Second], (await node.InitiateAsync(BootstrapConnection.MobileNodeName)).LocalVirtualAddresses);
        Assert.Equal("bob", Assert.Single(await agent.Session.ListAsync(null, default)).RemoteIdentity);

        await node.Session.ReplaceAsync(ByEap(authority, idi: "alice", eapIdentity: "alice", "secret of bob"), default);
        await node.Session.TerminateAsync(BootstrapConnection.MobileNodeName, default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.False((await node.Session.InitiateAsync(BootstrapConnection.MobileNodeName, null, patience.Token)).IsEstablished);
    }

    private static CharonContents ByEap(CertificateFiles own) => new(
        [
            BootstrapConnection.AskingByEap(
                BootstrapNetwork.HomeAgentAddress, new("ha.example", "nobody", new EapAuthenticator("md5", "nobody", "", own.CertificateFile, own.PrivateKeyFile))),
            .. new[] { ("alice", First), ("bob", Second) }.Select(node => BootstrapConnection.ForHomeAgent(
                node.Item1, BootstrapNetwork.HomeAgentAddress,
                new("ha.example", node.Item1, new EapAuthenticator("md5", node.Item1, "secret of " + node.Item1, own.CertificateFile, own.PrivateKeyFile)), [node.Item2])),
        ],
        [new HomeAddressPool(First, HomePrefix), new HomeAddressPool(Second, HomePrefix)]);

    private static CharonContents ByEap(CertificateAuthority authority, string idi, string eapIdentity, string secret) => new(
        [
            BootstrapConnection.ForMobileNode(
                BootstrapNetwork.HomeAgentAddress, new(idi, "ha.example", new EapPeer(eapIdentity, secret, authority.Issue("unused").CaCertificateFile)), default),
        ],
        []);

    private static CharonContents AtHomeAgent(params (string Name, Ipv6Address[] Addresses)[] nodes) => new(
        [
            .. nodes.Select(node => BootstrapConnection.ForHomeAgent(
                node.Name, BootstrapNetwork.HomeAgentAddress, new IkeAuthentication("ha.example", node.Name + ".example", Secret(node.Name)), node.Addresses)),
        ],
        [new HomeAddressPool(First, HomePrefix), new HomeAddressPool(Second, HomePrefix)]);

    private static CharonContents AtMobileNode(string name) => new(
        [BootstrapConnection.ForMobileNode(BootstrapNetwork.HomeAgentAddress, new IkeAuthentication(name + ".example", "ha.example", Secret(name)), default)], []);

    private static PresharedKey Secret(string name) => new("the secret of " + name);
}
