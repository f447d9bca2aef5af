namespace DsMip.Native.Tests.Ike;

[Clause("4877-4.4-sa-home-address", "4877-7.3-tsi")]
public sealed class SecurityAssociationTests : IDisposable
{
    private readonly IkeNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [NativeFact]
    public async Task Charon_makes_states_for_all_four_children_with_our_selectors_and_reqids()
    {
        await using var agent = await IkeEnd.StartAsync(_network.HomeAgent, "", IkeNetwork.AtHomeAgent(IkeNetwork.First));
        var connection = IkeNetwork.AtMobileNode(IkeNetwork.First);
        await using var node = await IkeEnd.StartAsync(_network.MobileNode, "", connection);
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Count == 1, node.Describe);
        foreach (var child in new[] { "rr", "prefix", "payload" })
        {
            var result = await node.Session.InitiateAsync(connection.Name, child, default);
            Assert.True(result.IsEstablished, result.Reason + node.Describe());
        }

        var (mobility, tested, prefixes, payload) = IkeNetwork.First.Reqids;
        string[] expected =
        [
            $"{mobility} transport src 2001:db8:1::100/128 dst 2001:db8:1::1/128 proto mobility-header",
            $"{mobility} transport src 2001:db8:1::1/128 dst 2001:db8:1::100/128 proto mobility-header",
            $"{tested} tunnel 2001:db8:1::1 2001:db8:1::100",
            $"{tested} tunnel 2001:db8:1::100 2001:db8:1::1",
            $"{prefixes} transport src 2001:db8:1::100/128 dst 2001:db8:1::1/128 proto ipv6-icmp",
            $"{prefixes} transport src 2001:db8:1::1/128 dst 2001:db8:1::100/128 proto ipv6-icmp",
            $"{payload} tunnel 2001:db8:1::1 2001:db8:1::100",
            $"{payload} tunnel 2001:db8:1::100 2001:db8:1::1",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Describe(agent));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Describe(node));
        Assert.DoesNotContain("tmpl", agent.Space.Exec(["ip", "xfrm", "policy"]), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Describe(IkeEnd end) => end.States()
        .Select(state => $"{state.Reqid} {state.Mode} {(state.Selector.Length > 0 ? state.Selector : $"{state.Source} {state.Destination}")}")
        .Order(StringComparer.Ordinal);
}
