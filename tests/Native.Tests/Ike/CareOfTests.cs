using DsMip.Ike;
using DsMip.Lab.Topology;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Ike;

/// <summary>IKE from the care-of address, as RFC 4877 and RFC 5555 have it too, with the same unmodified charon.</summary>
public sealed class CareOfTests : IDisposable
{
    private static readonly Ipv6Address FirstCareOf = Ipv6Address.Parse("2001:db8:6::20");
    private static readonly Ipv6Address SecondCareOf = Ipv6Address.Parse("2001:db8:7::20");

    private readonly IkeNetwork _network = new();

    public CareOfTests()
    {
        _network.MobileNode.Ip(
            $"address del {IkeNetwork.FirstHomeAddress}/64 dev {IkeNetwork.Link}",
            $"address add {IkeNetwork.FirstHomeAddress}/128 dev lo",
            $"address add {FirstCareOf}/64 dev {IkeNetwork.Link} nodad");
        foreach (var careOf in new[] { FirstCareOf, SecondCareOf })
            _network.HomeAgent.Ip($"neighbour replace {careOf} lladdr 02:00:00:00:00:02 dev {IkeNetwork.Link} nud permanent");
        foreach (var router in new[] { "2001:db8:6::1", "2001:db8:7::1" })
        {
            _network.HomeAgent.Ip($"address add {router}/64 dev {IkeNetwork.Link} nodad");
            _network.MobileNode.Ip($"neighbour replace {router} lladdr 02:00:00:00:00:01 dev {IkeNetwork.Link} nud permanent");
        }

        RouteBy("2001:db8:6::1");
    }

    public void Dispose() => _network.Dispose();

    [NativeFact]
    [Clause("4877-7.4-k")]
    public async Task With_the_K_bit_the_kernels_MIGRATE_tells_charon_where_its_peer_is_now()
    {
        var pair = IkeNetwork.First with { ProtectsPayload = false };
        IkePolicies.Install(_network.HomeAgent, atHomeAgent: true, pair);
        IkePolicies.Install(_network.MobileNode, atHomeAgent: false, pair);
        const string settings = "charon {\n plugins {\n kernel-netlink {\n roam_events = no\n }\n }\n}";
        var connection = CareOfIkeConnection.Proxied(IkeNetwork.AtMobileNode(IkeNetwork.First), atHomeAgent: false);
        await using var agent = await IkeEnd.StartAsync(
            _network.HomeAgent, settings, CareOfIkeConnection.Proxied(IkeNetwork.AtHomeAgent(IkeNetwork.First), atHomeAgent: true));
        await using var node = await IkeEnd.StartAsync(_network.MobileNode, settings, connection);
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Count > 0, node.Describe);
        var former = Assert.Single(await node.InstalledAsync());
        Assert.Equal($"{FirstCareOf}", Assert.Single(await agent.Session.ListAsync(null, default)).RemoteHost);
        Assert.All(node.States(), state => Assert.Contains($"{IkeNetwork.FirstHomeAddress}", new[] { state.Source, state.Destination }));

        Move();
        Migrate(_network.MobileNode, IkeNetwork.FirstHomeAddress, FirstCareOf, SecondCareOf, outbound: true);
        Migrate(_network.HomeAgent, IkeNetwork.FirstHomeAddress, FirstCareOf, SecondCareOf, outbound: false);
        await Until.TrueAsync(async () => (await Hosts(node)).Local == $"{SecondCareOf}", node.Describe);
        await Until.TrueAsync(async () => (await Hosts(agent)).Remote == $"{SecondCareOf}", agent.Describe);

        await node.Session.RekeyAsync(connection.Name, "signalling", default);
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Any(child => child.InboundSpi != former.InboundSpi), node.Describe);
        using var sender = new MobilityMessages(_network.MobileNode);
        using var receiver = new MobilityMessages(_network.HomeAgent);
        sender.SendBindingUpdate(IkeNetwork.FirstHomeAddress, IkeNetwork.HomeAgentAddress, 1);
        await Until.TrueAsync(() => receiver.Received().Count == 1, node.Describe);
    }

    [NativeFact]
    [Clause("5555-5.1-mobike")]
    public async Task With_MOBIKE_a_payload_tunnel_from_the_care_of_address_moves_with_it()
    {
        await using var agent = await IkeEnd.StartAsync(_network.HomeAgent, "", CareOfIkeConnection.MobikePayload(
            IkeNetwork.First, new IkeAuthentication("ha.example", "mn1.example", IkeNetwork.Secret(IkeNetwork.First)), atHomeAgent: true));
        await using var node = await IkeEnd.StartAsync(_network.MobileNode, "", CareOfIkeConnection.MobikePayload(
            IkeNetwork.First, new IkeAuthentication("mn1.example", "ha.example", IkeNetwork.Secret(IkeNetwork.First)), atHomeAgent: false));
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Count > 0, node.Describe);
        var former = Assert.Single(await node.InstalledAsync());
        await Until.TrueAsync(Answered, node.Describe);

        Move();
        await Until.TrueAsync(async () => (await Hosts(node)).Local == $"{SecondCareOf}", node.Describe);
        await Until.TrueAsync(async () => (await Hosts(agent)).Remote == $"{SecondCareOf}", agent.Describe);
        Assert.Equal(former.InboundSpi, Assert.Single(await node.InstalledAsync()).InboundSpi);
        Assert.Contains(agent.States(), state => state.Source == $"{SecondCareOf}" && state.Spi == former.OutboundSpi);
        await Until.TrueAsync(Answered, node.Describe);
    }

    private bool Answered() => _network.MobileNode
        .TryExec("ping", "-6", "-c", "1", "-W", "1", "-I", $"{IkeNetwork.FirstHomeAddress}", IkeNetwork.Correspondent).ExitCode == 0;

    private void Move()
    {
        _network.MobileNode.Ip($"address add {SecondCareOf}/64 dev {IkeNetwork.Link} nodad");
        RouteBy("2001:db8:7::1");
        _network.MobileNode.Ip($"address del {FirstCareOf}/64 dev {IkeNetwork.Link}");
    }

    private void RouteBy(string router) => _network.MobileNode.Ip(
        $"route replace {IkeNetwork.HomeAgentAddress} via {router} dev {IkeNetwork.Link}",
        $"route replace {IkeNetwork.Correspondent} via {router} dev {IkeNetwork.Link}");

    private static async Task<(string Local, string Remote)> Hosts(IkeEnd end)
    {
        var list = await end.Session.ListAsync(null, default);
        return list.Count == 1 ? (list[0].LocalHost, list[0].RemoteHost) : ("", "");
    }

    /// <summary>
    /// By the policy for signalling. Its states are between home address and home agent and stay so; what moves is the way that IKE takes.
    /// </summary>
    private static void Migrate(NetworkNamespace space, Ipv6Address homeAddress, Ipv6Address from, Ipv6Address to, bool outbound)
    {
        Ipv6Address agent = IkeNetwork.HomeAgentAddress;
        var (node, home) = (NetworkPrefix.Host(homeAddress), NetworkPrefix.Host(agent));
        var reqid = IkeNetwork.First.Reqids.Signalling;
        using var kernel = space.Enter(() => new XfrmNetlink());
        if (outbound)
            kernel.Migrate(
                new XfrmSelector(node, home, IpProtocol.MobilityHeader),
                XfrmDirection.Out,
                [new XfrmMigration(XfrmMode.Transport, reqid, from, agent, to, agent)],
                (to, agent));
        else
            kernel.Migrate(
                new XfrmSelector(home, node, IpProtocol.MobilityHeader),
                XfrmDirection.Out,
                [new XfrmMigration(XfrmMode.Transport, reqid, agent, from, agent, to)],
                (agent, to));
    }
}
