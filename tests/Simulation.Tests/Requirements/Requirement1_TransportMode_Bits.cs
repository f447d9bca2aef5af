using CsCheck;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 1, transport mode: what IPsec seals for the home address follows the mobile node. The SA stays as it is; the next packet after an accepted
/// binding goes to the new care-of address.
/// </summary>
public sealed class Requirement1_TransportMode_Bits : IDisposable
{
    private static readonly Subscriber Mobile = Subscriber.All[0];
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly IpsecBoundary _mobileNode = DraftPolicy.MobileNode();
    private readonly IpsecBoundary _homeAgent = DraftPolicy.HomeAgent();
    private readonly BindingTable _table = new();
    private long _version;
    private uint _sequence;

    public void Dispose()
    {
        _mobileNode.Dispose();
        _homeAgent.Dispose();
    }

    [Fact]
    public void The_next_packet_after_a_binding_goes_to_the_new_care_of_address() =>
        Gen.Int[0, CareOf.All.Length - 1].Array[1, 12].Sample(places => Array.ForEach(places, place => Follow(CareOf.All[place])), threads: 1, iter: 200);

    /// <summary>The acknowledgement takes the way of its Binding Update, before any binding and after it (RFC 6275 9.5.4).</summary>
    [Fact]
    public void The_acknowledgement_goes_where_the_update_came_from()
    {
        var clear = MobileIpTraffic.Of("Binding Acknowledgement").Packet;
        foreach (var place in CareOf.All)
        {
            var ingress = place.Encapsulation == Encapsulation.Ipv6
                ? new Ingress(Encapsulation.Native, place.Local, place.Remote, HomeAddressOption: true)
                : new Ingress(Encapsulation.UdpIpv4, place.Local, place.Remote, place.RemotePort, Port.DsMip);
            var frame = PacketBuffer.Apply(_homeAgent.Seal(clear), (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
                Answer.TryReverse(buffer, offset, length, ingress, out newOffset, out newLength, out why));
            Arrives(frame!, place, clear);
        }
    }

    private void Follow(in BidirectionalTunnel place)
    {
        _table.Put(new HomeAddresses(Mobile.HomeAddress, default), place, ++_version, Now.AddHours(1));
        var clear = MobileIpTraffic.Of("Mobile Prefix Advertisement").Packet;
        var sealedPacket = _homeAgent.Seal(clear)!;
        Assert.Equal((0x2300u, ++_sequence), (SealedPacket.Spi(sealedPacket), SealedPacket.Sequence(sealedPacket)));
        Assert.True(_table.TryFind(Mobile.HomeAddress, Now, out var tunnel));
        Arrives(ToCareOf(sealedPacket, tunnel), place, clear);
    }

    private static byte[] ToCareOf(byte[] sealedPacket, BidirectionalTunnel tunnel) => tunnel.Encapsulation == Encapsulation.Ipv6
        ? PacketBuffer.Apply(sealedPacket, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            NativeSignalling.TryAddRoutingHeader(buffer, offset, length, tunnel.Remote.AsIpv6, out newOffset, out newLength, out why))!
        : PacketBuffer.Encapsulate(sealedPacket, tunnel)!;

    private void Arrives(byte[] frame, in BidirectionalTunnel place, byte[] clear)
    {
        Assert.Equal(place.Remote, CareOf.Destination(frame));
        Assert.True(Decapsulator.TryDecapsulate(frame, Mobile.HomeAddress, out _, out var inner, out _));
        Assert.Equal(clear, _mobileNode.Open(frame.AsSpan(inner)));
    }
}
