using CsCheck;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 1, tunnel mode: SAs for return routability and payload end at home address and home agent; the outer header of what they seal is replaced
/// after IPsec. The next packet after an accepted binding goes to the new care-of address, in both directions, and no SA changes.
/// </summary>
public sealed class Requirement1_TunnelMode_Bits : IDisposable
{
    private static readonly Subscriber Mobile = Subscriber.All[0];
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly IpsecBoundary _mobileNode = DraftPolicy.MobileNode();
    private readonly IpsecBoundary _homeAgent = DraftPolicy.HomeAgent();
    private readonly BindingTable _table = new();
    private readonly Dictionary<uint, uint> _sequences = [];
    private long _version;

    public static TheoryData<string> TunnelMode =>
        ["Home Test Init", "Home Test", "payload up", "payload down", "payload to the home agent itself", "IPv4 payload up", "IPv4 payload down"];

    public void Dispose()
    {
        _mobileNode.Dispose();
        _homeAgent.Dispose();
    }

    [Theory]
    [MemberData(nameof(TunnelMode))]
    public void The_next_packet_after_a_binding_takes_the_new_path(string name) => Gen.Int[0, CareOf.All.Length - 1].Array[1, 12].Sample(
        places => Array.ForEach(places, place => Follow(MobileIpTraffic.Of(name), CareOf.All[place])), threads: 1, iter: 100);

    /// <summary>Two mobile nodes in one IPv4 network, or one that moves while packets are under way: what is sealed before the binding is still good.</summary>
    [Fact]
    public void What_is_under_way_by_the_old_path_is_still_accepted()
    {
        var kind = MobileIpTraffic.Of("payload down");
        var early = Out(_homeAgent.Seal(kind.Packet)!, CareOf.Ipv6);
        var late = Out(_homeAgent.Seal(kind.Packet)!, CareOf.Nat);
        Assert.Equal(kind.Packet, _mobileNode.Open(In(late, kind)));
        Assert.Equal(kind.Packet, _mobileNode.Open(In(early, kind)));
    }

    /// <summary>RFC 6040: a mark made on the path comes through the replaced header and out of IPsec.</summary>
    [Fact]
    public void Congestion_on_the_path_is_seen_by_the_receiver()
    {
        var clear = (byte[])MobileIpTraffic.Of("payload down").Packet.Clone();
        clear[1] |= 2 << 4;
        foreach (var place in CareOf.All)
        {
            var frame = Out(_homeAgent.Seal(clear)!, place);
            if (place.Remote.IsIpv4) _ = new Ipv4View(frame) { TypeOfService = 3 };
            else _ = new Ipv6View(frame) { TrafficClass = 3 };
            Assert.Equal(3, TrafficClass.Read(_mobileNode.Open(In(frame, MobileIpTraffic.Of("payload down")))));
        }
    }

    private void Follow(MobileIpTraffic kind, in BidirectionalTunnel place)
    {
        _table.Put(new HomeAddresses(Mobile.HomeAddress, default), place, ++_version, Now.AddHours(1));
        var (sender, receiver) = kind.FromMobileNode ? (_mobileNode, _homeAgent) : (_homeAgent, _mobileNode);
        var sealedPacket = sender.Seal(kind.Packet)!;
        var expected = _sequences[kind.Spi] = _sequences.GetValueOrDefault(kind.Spi) + 1;
        Assert.Equal((kind.Spi, expected), (SealedPacket.Spi(sealedPacket), SealedPacket.Sequence(sealedPacket)));
        Assert.True(_table.TryFind(Mobile.HomeAddress, Now, out var tunnel));
        var frame = Out(sealedPacket, kind.FromMobileNode ? Reversed(tunnel) : tunnel);
        Assert.Equal(kind.FromMobileNode ? place.Local : place.Remote, CareOf.Destination(frame));
        Assert.True(ProtectedPayload.TryReadSpi(frame, out var spi, out var sequence));
        Assert.Equal((kind.Spi, expected), (spi, sequence));
        Assert.Equal(kind.Packet, receiver.Open(In(frame, kind)));
    }

    private static BidirectionalTunnel Reversed(in BidirectionalTunnel tunnel) =>
        new(tunnel.Encapsulation, tunnel.Remote, tunnel.Local, tunnel.RemotePort, tunnel.LocalPort);

    private static byte[] Out(byte[] sealedPacket, BidirectionalTunnel tunnel) => PacketBuffer.Apply(
        sealedPacket, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) => ProtectedPayload.TryToCareOf(
            buffer, offset, length, tunnel, Port.IpsecNatTraversal, Port.IpsecNatTraversal, 0, out newOffset, out newLength, out why))!;

    private static byte[] In(byte[] frame, MobileIpTraffic kind)
    {
        var (source, destination) = kind.FromMobileNode ? (Mobile.HomeAddress, Place.HomeAgent) : (Place.HomeAgent, Mobile.HomeAddress);
        return PacketBuffer.Apply(frame, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            ProtectedPayload.TryFromCareOf(buffer, offset, length, source, destination, out newOffset, out newLength, out why))!;
    }
}
