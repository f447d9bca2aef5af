using DsMip.HomeAgent.Host.Tests.Fixtures;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

[Collection(NetworkCollection.Name)]
public sealed class JoiningTests
{
    /// <summary>One that holds no bindings founds nothing: it waits for the others, and lets itself be ended meanwhile.</summary>
    [Fact]
    public async Task Who_waits_for_a_cluster_is_alive_and_not_ready_and_ends_when_it_is_told_to()
    {
        using var nodes = new ControlNodes();
        using var node = nodes.Create(ControlNodes.Address(8), "admin");
        node.Start();
        while (!await node.IsLiveAsync()) Assert.True(node.IsRunning, node.Log);
        Assert.Equal("waits for cluster membership\n", await node.WaitsForAsync());
        Assert.Equal(0, node.Terminate());
    }

    [Fact]
    public async Task Any_control_node_alone_comes_up_and_is_there_for_those_who_come_later()
    {
        using var nodes = new ControlNodes();
        nodes[2].Start();
        await nodes[2].ReadyAsync();
        nodes[1].Start();
        await nodes[1].ReadyAsync();
        Assert.Contains($"{nodes[2].Host}:4055 is up", nodes[1].Log, StringComparison.Ordinal);
        Assert.DoesNotContain("founds the cluster", nodes[1].Log, StringComparison.Ordinal);
    }
}
