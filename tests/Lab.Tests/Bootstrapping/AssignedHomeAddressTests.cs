using DsMip.Ike;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Bootstrapping;

/// <summary>Home addresses by the configuration payload, between two stock charons as the daemons configure them.</summary>
public sealed class AssignedHomeAddressTests : IDisposable
{
    private static readonly Ipv6Address First = Ipv6Address.Parse("2001:db8:1::1000"), Second = Ipv6Address.Parse("2001:db8:1::1001");
    private static readonly HomePrefixAttribute HomePrefix = new(86400, Ipv6Prefix.Parse("2001:db8:1::/64"));

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
