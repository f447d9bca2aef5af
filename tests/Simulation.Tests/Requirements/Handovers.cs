using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 1, with any IPsec: what it seals between home address and home agent follows the mobile node. The SA stays as it is and counts on; the next
/// packet after an accepted binding takes the new path.
/// </summary>
internal sealed class Handovers(IProtectedPair pair)
{
    public static readonly string[] TunnelMode =
        ["Home Test Init", "Home Test", "payload up", "payload down", "payload to the home agent itself", "IPv4 payload up", "IPv4 payload down"];

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly BindingTable _table = new();
    private readonly Dictionary<uint, uint> _numbers = [];
    private long _version;

    /// <summary>A binding to this place, and the very next packet.</summary>
    public void FollowInTransportMode(BidirectionalTunnel place)
    {
        const string kind = "Mobile Prefix Advertisement";
        var tunnel = Bind(place);
        var frame = Rewriting.TransportOut(Seal(kind), tunnel);
        Assert.Equal(place.Remote, CareOf.Destination(frame));
        pair.Arrives(kind, Rewriting.TransportIn(frame));
    }

    /// <summary>A Binding Update from this place, and its answer, whatever the binding says.</summary>
    public void AnswerTo(BidirectionalTunnel place)
    {
        const string kind = "Binding Acknowledgement";
        var ingress = place.Encapsulation == Encapsulation.Ipv6
            ? new Ingress(Encapsulation.Native, place.Local, place.Remote, HomeAddressOption: true)
            : new Ingress(Encapsulation.UdpIpv4, place.Local, place.Remote, place.RemotePort, Port.DsMip);
        var frame = Rewriting.AnswerOut(Seal(kind), ingress);
        Assert.Equal(place.Remote, CareOf.Destination(frame));
        pair.Arrives(kind, Rewriting.TransportIn(frame));
    }

    /// <inheritdoc cref="FollowInTransportMode"/>
    public void FollowInTunnelMode(string kind, BidirectionalTunnel place)
    {
        var up = MobileIpTraffic.Of(kind).FromMobileNode;
        var tunnel = Bind(place);
        var frame = Rewriting.TunnelOut(Seal(kind), tunnel, up);
        Assert.Equal(up ? place.Local : place.Remote, CareOf.Destination(frame));
        Assert.True(ProtectedPayload.TryReadSpi(frame, out var spi, out _));
        Assert.Equal(pair.SpiOf(kind), spi);
        pair.Arrives(kind, Rewriting.TunnelIn(frame, up));
    }

    private BidirectionalTunnel Bind(in BidirectionalTunnel place)
    {
        var home = Subscriber.All[0].HomeAddress;
        _table.Put(new HomeAddresses(home, default), place, ++_version, Now.AddHours(1));
        Assert.True(_table.TryFind(home, Now, out var tunnel));
        return tunnel;
    }

    private byte[] Seal(string kind)
    {
        var packet = pair.Seal(kind);
        var (spi, number) = (SealedPacket.Spi(packet), SealedPacket.Sequence(packet));
        Assert.Equal(pair.SpiOf(kind), spi);
        if (_numbers.TryGetValue(spi, out var last)) Assert.Equal(last + 1, number);
        _numbers[spi] = number;
        return packet;
    }
}
