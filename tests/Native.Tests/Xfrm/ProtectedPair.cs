using DsMip.IPsec;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Testing;

namespace DsMip.Native.Tests.Xfrm;

/// <summary>Two namespaces with a cable; what the node sends to the home agent on UDP port 9 is protected by one state.</summary>
internal sealed class ProtectedPair : IDisposable
{
    internal static readonly XfrmStateId Id = XfrmHost.StateId;
    private readonly NetworkNamespace _node = NetworkNamespace.Create();
    private readonly NetworkNamespace _homeAgent = NetworkNamespace.Create();

    internal ProtectedPair(bool extended, uint window)
    {
        NetworkNamespace.Connect(_node, "eth0", _homeAgent, "eth0");
        _node.Ip($"address add {XfrmHost.Node}/64 dev eth0 nodad");
        _homeAgent.Ip($"address add {XfrmHost.HomeAgent}/64 dev eth0 nodad");
        Sender = _node.Run(() => new XfrmNetlink());
        Receiver = _homeAgent.Run(() => new XfrmNetlink());
        var state = XfrmHost.State(EspSuite.AesGcm128, extended) with { ReplayWindow = window };
        var selector = XfrmHost.MobilityHeaders with { Protocol = IpProtocol.Udp, DestinationPort = 9 };
        var template = new XfrmTemplate(XfrmMode.Transport, XfrmHost.Node, XfrmHost.HomeAgent, state.Reqid);
        Sender.Add(state);
        Receiver.Add(state);
        Sender.Ensure(new XfrmPolicy(selector, XfrmDirection.Out, 1) { Template = template });
        Receiver.Ensure(new XfrmPolicy(selector, XfrmDirection.In, 1) { Template = template });
    }

    internal XfrmNetlink Sender { get; }
    internal XfrmNetlink Receiver { get; }

    /// <summary>Returns when the last one has been accepted.</summary>
    internal void Send(int packets)
    {
        for (var i = 0; i < packets; i++) SendOne();
        var expected = Sender.GetReplay(Id).OutboundLast;
        if (!SpinWait.SpinUntil(() => Receiver.GetReplay(Id).InboundHighest == expected, TimeSpan.FromSeconds(10)))
            throw new InvalidOperationException($"number {expected} was sent, {Receiver.GetReplay(Id)} is what arrived");
    }

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
        _node.Dispose();
        _homeAgent.Dispose();
    }

    private void SendOne() => _node.Run(() =>
    {
        using var socket = new System.Net.Sockets.UdpClient(System.Net.Sockets.AddressFamily.InterNetworkV6);
        socket.Send([1], XfrmHost.HomeAgent.ToString(), 9);
    });
}
