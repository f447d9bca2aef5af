using System.Net.Sockets;
using DsMip.NativeIpsec;
using DsMip.Simulation.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>
/// A mobile node and its home agent, both with the kernel's IPsec, and one packet of each kind between them: how it comes to be, and where it has to
/// arrive.
/// </summary>
internal sealed class NativeTraffic : IProtectedPair
{
    private readonly NativeMobileNode _mobileNode = new();
    private readonly NativeHomeAgent _homeAgent = new();
    private readonly List<UdpClient> _applications = [];
    private readonly UdpClient _node, _node4, _server;
    private byte _number;

    public NativeTraffic()
    {
        _applications.Add(_node = _mobileNode.Application(NativePlan.Address(NativePlan.Home)));
        _applications.Add(_node4 = _mobileNode.Application(NativePlan.Address(NativePlan.Home4)));
        _applications.Add(_server = _homeAgent.Application(NativePlan.Address(NativePlan.HomeAgent)));
    }

    /// <summary>Both SPDs as ip-xfrm(8) lists them.</summary>
    public string[] PoliciesByIp => [_mobileNode.PoliciesByIp, _homeAgent.PoliciesByIp];

    public ISpiOracle Updates => _mobileNode.Associations;

    public uint SpiOf(string kind) => NativePlan.Spi(
        kind switch
        {
            "Binding Update" or "Binding Acknowledgement" => AssociationPurpose.Signalling,
            "Home Test Init" or "Home Test" => AssociationPurpose.ReturnRoutability,
            "Mobile Prefix Solicitation" or "Mobile Prefix Advertisement" => AssociationPurpose.PrefixDiscovery,
            _ => AssociationPurpose.Payload,
        },
        IsUp(kind));

    /// <summary>Sends one, and answers what comes out of the sender's IPsec.</summary>
    public byte[] Seal(string kind)
    {
        _number++;
        switch (kind)
        {
            case "Binding Update" or "Home Test Init": _mobileNode.SendMessage(Clear(kind)); break;
            case "Binding Acknowledgement": _homeAgent.SendMessage(Clear(kind)); break;
            case "Home Test": _homeAgent.FromWorld(Clear(kind)); break;
            case "Mobile Prefix Solicitation": _mobileNode.SendDiscovery(Clear(kind)); break;
            case "Mobile Prefix Advertisement": _homeAgent.SendDiscovery(Clear(kind)); break;
            case "payload up": Send(_node, NativePlan.Address(NativePlan.Correspondent)); break;
            case "payload to the home agent itself": Send(_node, NativePlan.Address(NativePlan.HomeAgent)); break;
            case "IPv4 payload up": Send(_node4, NativePlan.Address(NativePlan.Correspondent4)); break;
            case "payload down": _homeAgent.FromWorld(Datagram.Ipv6(_number)); break;
            case "IPv4 payload down": _homeAgent.FromWorld(Datagram.Ipv4(_number)); break;
        }
        return (IsUp(kind) ? (NativeEnd)_mobileNode : _homeAgent).TakeSealed();
    }

    /// <summary>The receiver's IPsec gets it, and lets out what was sent.</summary>
    public void Arrives(string kind, byte[] sealedPacket)
    {
        (IsUp(kind) ? (NativeEnd)_homeAgent : _mobileNode).Open(sealedPacket);
        switch (kind)
        {
            case "Binding Update": Same(Clear(kind), _homeAgent.TakeMessage()); break;
            case "Binding Acknowledgement" or "Home Test": Same(Clear(kind), _mobileNode.TakeMessage()); break;
            case "Home Test Init": Same(Clear(kind), _homeAgent.ToWorld()); break;
            case "Mobile Prefix Solicitation": Assert.Equal(Clear(kind)[40..], _homeAgent.TakeDiscovery(146)); break;
            case "Mobile Prefix Advertisement": Assert.Equal(Clear(kind)[40..], _mobileNode.TakeDiscovery(147)); break;
            case "payload up" or "IPv4 payload up": Assert.Equal(_number, _homeAgent.ToWorld()[^1]); break;
            case "payload to the home agent itself": Received(_server); break;
            case "payload down": Received(_node); break;
            case "IPv4 payload down": Received(_node4); break;
        }
    }

    public void Dispose()
    {
        _applications.ForEach(application => application.Dispose());
        _mobileNode.Dispose();
        _homeAgent.Dispose();
    }

    private static bool IsUp(string kind) => MobileIpTraffic.Of(kind).FromMobileNode;

    private static byte[] Clear(string kind) => MobileIpTraffic.Of(kind).Packet;

    private void Send(UdpClient application, System.Net.IPAddress destination) =>
        application.Send([_number], new System.Net.IPEndPoint(destination, NativePlan.Port));

    private void Received(UdpClient application)
    {
        var from = new System.Net.IPEndPoint(System.Net.IPAddress.Any, 0);
        Assert.Equal([_number], application.Receive(ref from));
    }

    /// <summary>But for the hop limit, which routers change.</summary>
    private static void Same(byte[] sent, byte[] received)
    {
        received[7] = sent[7];
        Assert.Equal(sent, received);
    }
}
