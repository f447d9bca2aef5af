using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>The traffic that must survive: pings and transfers of both families, from before the first move to after the last.</summary>
public sealed class WalkTraffic : IDisposable
{
    private const int Ipv6Port = 5006;
    private const int Ipv4Port = 5004;

    public WalkTraffic(MobileNodePort node)
    {
        Ipv6Ping = PingProbe.Start(AddressPlan.Correspondent, node.HomeAddress);
        Ipv4Ping = PingProbe.Start(AddressPlan.Correspondent, node.Ipv4HomeAddress);
        Ipv6Transfer = TransferProbe.Start(
            AddressPlan.Correspondent, AddressPlan.CorrespondentIpv6, node.Namespace, node.HomeAddress, Ipv6Port);
        Ipv4Transfer = TransferProbe.Start(
            AddressPlan.Correspondent, AddressPlan.CorrespondentIpv4, node.Namespace, node.Ipv4HomeAddress, Ipv4Port);
    }

    public PingProbe Ipv6Ping { get; }

    public PingProbe Ipv4Ping { get; }

    public TransferProbe Ipv6Transfer { get; }

    public TransferProbe Ipv4Transfer { get; }

    public void WaitUntilFlowing() => Wait.Until(
        () => Ipv6Ping.Trace.Count > 50 && Ipv4Ping.Trace.Count > 50 && Flows(Ipv6Transfer) && Flows(Ipv4Transfer),
        TimeSpan.FromSeconds(60),
        $"pings ({Ipv6Ping.Trace.Count}, {Ipv4Ping.Trace.Count}) and transfers of both families to flow at home");

    public void Dispose()
    {
        Ipv6Ping.Dispose();
        Ipv4Ping.Dispose();
        Ipv6Transfer.Dispose();
        Ipv4Transfer.Dispose();
    }

    private static bool Flows(TransferProbe transfer) => transfer.Correspondent.Last?.Received > 0 && transfer.MobileNode.Last?.Received > 0;
}
