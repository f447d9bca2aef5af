using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.HomeLink;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.HomeLink;

public sealed class SilentHomeLinkTests
{
    [Fact]
    public async Task An_edge_without_ethernet_finds_its_own_addresses_unique_and_leaves_others_alone()
    {
        using var blocks = new BlockAnnouncer(
            null, [], new EdgeState(expected: true), new EdgeMetrics(new HomeAgentMetrics(), new BindingTable()), NullLogger<BlockAnnouncer>.Instance);
        blocks.Own([new HomeBlock(Ipv6Prefix.Parse("2001:db8:1::/65"))]);
        var link = new SilentHomeLink(blocks);
        Assert.True(await link.ProbeAsync(new HomeAddresses(Ipv6Address.Parse(Configured.Alice), default)));
        Assert.Null(await link.ProbeAsync(new HomeAddresses(Ipv6Address.Parse("2001:db8:1:0:8000::1"), default)));
    }
}
