using DsMip.Ike;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Ike;

/// <summary>The policies of a mobile node that is away, at either end; charon has none. They and charon's states meet by the reqid only.</summary>
internal static class IkePolicies
{
    private const uint SignallingPriority = 419101;
    private const uint PayloadPriority = 419104;

    public static void InstallAtHomeAgent(NetworkNamespace space, MobileIkePair pair) => Install(space, pair, pair.HomeAgent, pair.HomeAddress, forwards: true);

    public static void InstallAtMobileNode(NetworkNamespace space, MobileIkePair pair) => Install(space, pair, pair.HomeAddress, pair.HomeAgent, forwards: false);

    private static void Install(NetworkNamespace space, MobileIkePair pair, Ipv6Address self, Ipv6Address other, bool forwards)
    {
        using var kernel = space.Enter(() => new XfrmNetlink());
        var (here, there) = (NetworkPrefix.Host(self), NetworkPrefix.Host(other));
        Ensure(kernel, new XfrmSelector(here, there, IpProtocol.MobilityHeader), XfrmDirection.Out, SignallingPriority, XfrmMode.Transport, self, other, pair.Reqids.Signalling);
        Ensure(kernel, new XfrmSelector(there, here, IpProtocol.MobilityHeader), XfrmDirection.In, SignallingPriority, XfrmMode.Transport, other, self, pair.Reqids.Signalling);
        if (!pair.ProtectsPayload) return;
        var node = NetworkPrefix.Host(pair.HomeAddress);
        var (to, from) = (new XfrmSelector(NetworkPrefix.DefaultIpv6, node), new XfrmSelector(node, NetworkPrefix.DefaultIpv6));
        var (leaving, coming) = forwards ? (to, from) : (from, to);
        Ensure(kernel, leaving, XfrmDirection.Out, PayloadPriority, XfrmMode.Tunnel, self, other, pair.Reqids.Payload);
        Ensure(kernel, coming, XfrmDirection.In, PayloadPriority, XfrmMode.Tunnel, other, self, pair.Reqids.Payload);
        Ensure(kernel, coming, XfrmDirection.Forward, PayloadPriority, XfrmMode.Tunnel, other, self, pair.Reqids.Payload);
    }

    private static void Ensure(
        XfrmNetlink kernel, XfrmSelector selector, XfrmDirection direction, uint priority, XfrmMode mode, IpAddress source, IpAddress destination, uint reqid) =>
        kernel.Ensure(new XfrmPolicy(selector, direction, priority) { Template = new XfrmTemplate(mode, source, destination, reqid) });
}
