using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Options;

public sealed class EdgeOptionsTests
{
    private static readonly (string Key, string? Value)[] Two =
    [
        ("Edges:0:Name", "e1"), ("Edges:0:Blocks:0", "2001:db8:1::/65"), ("Edges:0:Blocks:1", "10.10.0.0/25"), ("Edges:0:Spis", "4096-8191"),
        ("Edges:1:Name", "e2"), ("Edges:1:Blocks", "2001:db8:1:0:8000::/65, 10.10.0.128/25"), ("Edges:1:Spis", "8192-12287"),
    ];

    [Fact]
    public void Edges_are_read()
    {
        var options = Read(("Edge:Name", "e2"), ("Roles", "edge"));
        Assert.Equal(["e1", "e2"], options.Edges.Select(edge => edge.Name));
        Assert.Equal(["2001:db8:1:0:8000::/65", "10.10.0.128/25"], options.Edges[1].Blocks.Select(block => block.ToString()));
        Assert.Equal(new SpiRange(8192, 12287), options.Edges[1].Spis.Single());
        Assert.Equal("e2", options.EdgeName);
        Assert.True(options.Edges[1].Blocks[1].Contains(Ipv4Address.Parse("10.10.0.200")));
        Assert.False(options.Edges[1].Blocks[1].Contains(Ipv4Address.Parse("10.10.0.100")));
    }

    [Fact]
    public void A_process_without_edge_needs_no_name() => Assert.Equal(2, Read(("Roles", "control")).Edges.Length);

    [Theory]
    [InlineData("Edges:0:Name", null, "Edges:0:Name", "required")]
    [InlineData("Edges:0:Name", "e 1", "Edges:0:Name", "letters")]
    [InlineData("Edges:1:Name", "e1", "Edges:1:Name", "another")]
    [InlineData("Edges:0:Blocks:0", "2001:db8:2::/65", "Edges:0:Blocks", "HomePrefix")]
    [InlineData("Edges:0:Blocks:0", "2001:db8::/32", "Edges:0:Blocks", "HomePrefix")]
    [InlineData("Edges:0:Blocks:0", "10.11.0.0/25", "Edges:0:Blocks", "Ipv4HomePrefix")]
    [InlineData("Edges:0:Blocks:0", "here", "Edges:0:Blocks", "prefix")]
    [InlineData("Edges:0:Blocks:0", "10.10.0.64/26", "Edges:0:Blocks", "overlaps")]
    [InlineData("Edges:1:Blocks", "2001:db8:1::/66", "Edges:1:Blocks", "overlaps 2001:db8:1::/65 of 'e1'")]
    [InlineData("Edges:1:Blocks", "2001:db8:1::/64", "Edges:1:Blocks", "overlaps")]
    [InlineData("Edges:1:Spis", "8000-9000", "Edges:1:Spis", "overlaps")]
    [InlineData("Edges:1:Spis", "9000-8000", "Edges:1:Spis", "range")]
    [InlineData("Edges:1:Spis", "5-8000", "Edges:1:Spis", "range")]
    [InlineData("Edge:Name", null, "Edge:Name", "e1, e2")]
    [InlineData("Edge:Name", "e3", "Edge:Name", "none of e1, e2")]
    [InlineData("Edge:RouteCommand", "/does/not/exist", "Edge:RouteCommand", "no file")]
    public void What_cannot_be_right_is_named(string key, string? value, string named, string said)
    {
        var thrown = Assert.Throws<ConfigurationException>(() => Read(("Edge:Name", "e1"), ("Roles", "edge"), (key, value)));
        Assert.StartsWith(named, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>RFC 6275 10.3.1: some edge has to ask the home link for every home address.</summary>
    [Fact]
    public void Where_the_home_link_is_asked_the_blocks_cover_the_home_prefix()
    {
        (string, string?)[] half = [("Edge:Name", "e1"), ("Roles", "edge"), ("Edges:1:Blocks", "2001:db8:1:0:8000::/66, 10.10.0.128/25")];
        Assert.Null(Read(half).HomeLink);
        Assert.Contains("HomePrefix", Assert.Throws<ConfigurationException>(() => Read([.. half, ("HomeLink", "lo")])).Message, StringComparison.Ordinal);
        Assert.NotNull(Read([.. half, ("HomeLink", "lo"), ("HomeLink:DuplicateAddressDetection", "false")]).HomeLink);
        Assert.NotNull(Read(("Edge:Name", "e1"), ("Roles", "edge"), ("HomeLink", "lo")).HomeLink);
    }

    [Fact]
    public void The_kernels_of_several_edges_share_the_mobile_nodes() => Assert.True(TwoKernels.Options().SharesKernelIpsec);

    [Theory]
    [InlineData("Ike:Identity", "ha", "Ike", "one kernel")]
    [InlineData("MobileNodes:0:ProtectPayload", "true", "MobileNodes:0:ProtectPayload", "single edge")]
    [InlineData("Edges:0:Blocks", "2001:db8:1:0:4000::/66", "MobileNodes:0:HomeAddress", "none of the Blocks")]
    [InlineData("Edges:1:Spis", "8192-9000", "", "")]
    [InlineData("MobileNodes:1:BindingUpdate:Spi", "8200", "MobileNodes:1:BindingUpdate:Spi", "Spis of 'e2'")]
    public void What_cannot_be_in_two_kernels_is_named(string key, string value, string named, string said)
    {
        if (named.Length == 0)
        {
            Assert.Equal(value, TwoKernels.Options((key, value)).Edges[1].Spis.Single().ToString());
            return;
        }
        var thrown = Assert.Throws<ConfigurationException>(() => TwoKernels.Options((key, value)));
        Assert.StartsWith(named, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_cluster_the_kernel_needs_to_know_its_edges() => Assert.Contains(
        "needs Edges",
        Assert.Throws<ConfigurationException>(() => Configured.Options(
            ("Ipsec", "Kernel"), ("Cluster:Host", "127.0.0.1"), ("Cluster:Port", "4055"), ("Cluster:Seeds", "127.0.0.1:4055"), ("Store:Provider", "PostgreSql"), ("Store:ConnectionString", "Host=x"))).Message,
        StringComparison.Ordinal);

    private static HomeAgentOptions Read(params (string Key, string? Value)[] changes) => Configured.Options([.. Two, .. changes]);
}
