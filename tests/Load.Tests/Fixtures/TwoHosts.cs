namespace DsMip.Load.Tests.Fixtures;

/// <summary>A home agent's host and one where the care-of addresses are.</summary>
internal sealed class TwoHosts : IDisposable
{
    public TwoHosts()
    {
        HomeAgent = NetworkNamespace.Create();
        Nodes = NetworkNamespace.Create();
        NetworkNamespace.Connect(HomeAgent, "up0", Nodes, "out0");
        HomeAgent.Ip("address add 198.51.100.1/24 dev up0");
        Nodes.Ip("address add 198.51.100.2/24 dev out0");
        HomeAgent.Ip("route add 10.64.0.0/10 via 198.51.100.2");
    }

    public NetworkNamespace HomeAgent { get; }

    public NetworkNamespace Nodes { get; }

    public void Dispose()
    {
        HomeAgent.Dispose();
        Nodes.Dispose();
    }
}
