using DsMip.Ike;

namespace DsMip.Native.Tests.Ike;

/// <summary>A home agent and a mobile node that is away, with policies and charons; keys for signalling are there.</summary>
internal sealed class IkeLab : IAsyncDisposable
{
    private IkeLab(IkeNetwork network, IkeEnd agent, IkeEnd node)
    {
        (Network, Agent, Node) = (network, agent, node);
        (AtAgent, AtNode) = (new MobilityMessages(agent.Space), new MobilityMessages(node.Space));
    }

    public IkeNetwork Network { get; }

    public IkeEnd Agent { get; }

    public IkeEnd Node { get; }

    public MobilityMessages AtAgent { get; }

    public MobilityMessages AtNode { get; }

    /// <param name="adjust">Shorter times, mostly.</param>
    public static async Task<IkeLab> StartAsync(Func<IkeConnection, IkeConnection>? adjust = null, string settings = "")
    {
        var network = new IkeNetwork();
        IkePolicies.Install(network.HomeAgent, atHomeAgent: true, IkeNetwork.First);
        IkePolicies.Install(network.MobileNode, atHomeAgent: false, IkeNetwork.First);
        adjust ??= connection => connection;
        var agent = await IkeEnd.StartAsync(
            network.HomeAgent, settings, adjust(IkeNetwork.AtHomeAgent(IkeNetwork.First)), IkeNetwork.AtHomeAgent(IkeNetwork.Second));
        var node = await IkeEnd.StartAsync(network.MobileNode, settings, adjust(IkeNetwork.AtMobileNode(IkeNetwork.First)));
        var lab = new IkeLab(network, agent, node);
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Any(child => child.Name == "signalling"), node.Describe);
        return lab;
    }

    /// <summary>A Binding Update goes through, now.</summary>
    public async Task<bool> SignalAsync(ushort sequence)
    {
        AtNode.SendBindingUpdate(IkeNetwork.FirstHomeAddress, IkeNetwork.HomeAgentAddress, sequence);
        for (var i = 0; i < 50; i++)
        {
            if (AtAgent.Received().Contains((IkeNetwork.FirstHomeAddress, sequence))) return true;
            await Task.Delay(10);
        }

        return false;
    }

    /// <summary>Echo requests of the home address to a correspondent behind the home agent; how many were answered.</summary>
    public int Ping(int count)
    {
        var result = Node.Space.TryExec(
            "ping", "-6", "-c", $"{count}", "-i", "0.2", "-W", "5", "-I", $"{IkeNetwork.FirstHomeAddress}", IkeNetwork.Correspondent);
        return result.Output.Split('\n').Count(line => line.Contains("bytes from", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        AtAgent.Dispose();
        AtNode.Dispose();
        await Node.DisposeAsync();
        await Agent.DisposeAsync();
        Network.Dispose();
    }
}
