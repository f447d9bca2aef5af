using System.Text.Json.Nodes;
using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

/// <summary>A namespace with an interface eth0 whose cable can be pulled, rtnetlink inside, and iproute2's JSON as the oracle.</summary>
internal sealed class OneHost : IDisposable
{
    internal OneHost()
    {
        NetworkNamespace.Connect(Namespace, "eth0", Peer, "peer0");
        Kernel = Namespace.Run(() => new RouteNetlink());
        Eth0 = Kernel.GetLink("eth0").Index;
    }

    internal NetworkNamespace Namespace { get; } = NetworkNamespace.Create();
    internal NetworkNamespace Peer { get; } = NetworkNamespace.Create();
    internal RouteNetlink Kernel { get; }
    internal int Eth0 { get; }

    /// <summary>What <c>ip -j arguments</c> prints.</summary>
    internal JsonArray Ask(string arguments) => JsonNode.Parse(Namespace.Ip("-j " + arguments)) as JsonArray ?? [];

    internal LinkSnapshot Snapshot() => LinkSnapshot.Take(Kernel);

    public void Dispose()
    {
        Kernel.Dispose();
        Namespace.Dispose();
        Peer.Dispose();
    }
}
