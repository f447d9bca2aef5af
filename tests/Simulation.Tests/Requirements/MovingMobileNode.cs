using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// Req 3: below IPsec, with a data path by the old network and a Binding Update that has to leave by the new one. It sees sealed packets and knows
/// of them what the classifier says.
/// </summary>
internal sealed class MovingMobileNode : IDisposable
{
    private static readonly BidirectionalTunnel OldPath = new(Encapsulation.Ipv6, CareOf.Ipv6.Remote, Place.HomeAgent);
    private static readonly SignallingPath NewPath = new(Ipv4Address.Parse("10.0.0.7"), Place.HomeAgentIpv4, Port.DsMip);

    private readonly IpsecBoundary _ipsec = DraftPolicy.MobileNode();
    private readonly IpsecBoundary _homeAgent = DraftPolicy.HomeAgent();
    private readonly IOutboundSpiClassifier _classifier;

    public MovingMobileNode(SpiTechnique technique) =>
        _classifier = SpiClassifier.Outbound(technique, new OutboundOracle(_ipsec.Sad, Subscriber.All[0]));

    public void Announce() => _classifier.Announce();

    /// <summary>Seals one packet, sends it, lets the home agent open it, and says whether it took the new path.</summary>
    public bool SendsByNewPath(string name)
    {
        var kind = MobileIpTraffic.Of(name);
        var packet = _ipsec.Seal(kind.Packet)!;
        var frame = _classifier.IsBindingUpdate(SealedPacket.Spi(packet)) ? Announced(packet) : Data(packet);
        InnerPacket.TryReadSource(frame, out var source);
        Assert.Equal(kind.Packet, _homeAgent.Open(source.IsIpv4 ? Decapsulate(frame) : Restore(frame)));
        return source == NewPath.CareOfAddress;
    }

    public void Dispose()
    {
        _ipsec.Dispose();
        _homeAgent.Dispose();
    }

    private static byte[] Announced(byte[] packet) => PacketBuffer.Apply(
        packet, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            NewPath.TryFrame(buffer, offset, length, out newOffset, out newLength, out why))!;

    private static byte[] Data(byte[] packet) => PacketBuffer.Apply(
        packet, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) => ProtectedPayload.TryToCareOf(
            buffer, offset, length, OldPath, Port.IpsecNatTraversal, Port.IpsecNatTraversal, 0, out newOffset, out newLength, out why))!;

    private static byte[] Decapsulate(byte[] frame)
    {
        Assert.True(Decapsulator.TryDecapsulate(frame, out _, out var inner, out _));
        return frame[inner];
    }

    private static byte[] Restore(byte[] frame) => PacketBuffer.Apply(
        frame, (Span<byte> buffer, int offset, int length, out int newOffset, out int newLength, out DropReason why) =>
            ProtectedPayload.TryFromCareOf(buffer, offset, length, Subscriber.All[0].HomeAddress, Place.HomeAgent, out newOffset, out newLength, out why))!;
}
