using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Both with IPsec as a bump in the stack.</summary>
internal sealed class BitsPair : IProtectedPair
{
    private readonly IpsecBoundary _mobileNode = DraftPolicy.MobileNode();
    private readonly IpsecBoundary _homeAgent = DraftPolicy.HomeAgent();

    public BitsPair() => Updates = new OutboundOracle(_mobileNode.Sad, Subscriber.All[0]);

    public ISpiOracle Updates { get; }

    public uint SpiOf(string kind) => MobileIpTraffic.Of(kind).Spi;

    public byte[] Seal(string kind) => Sender(kind).Seal(MobileIpTraffic.Of(kind).Packet) ?? throw new InvalidOperationException($"{kind} is not sealed");

    public void Arrives(string kind, byte[] sealedPacket) => Assert.Equal(MobileIpTraffic.Of(kind).Packet, Receiver(kind).Open(sealedPacket));

    /// <summary>What the receiver makes of a packet.</summary>
    public byte[]? Open(string kind, byte[] packet) => Receiver(kind).Open(packet);

    public void Dispose()
    {
        _mobileNode.Dispose();
        _homeAgent.Dispose();
    }

    private IpsecBoundary Sender(string kind) => MobileIpTraffic.Of(kind).FromMobileNode ? _mobileNode : _homeAgent;

    private IpsecBoundary Receiver(string kind) => MobileIpTraffic.Of(kind).FromMobileNode ? _homeAgent : _mobileNode;
}
