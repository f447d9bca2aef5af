using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>The other end of the SA pair: seals Binding Updates and opens acknowledgements.</summary>
internal sealed class MobileNode : IIpsecSink
{
    public const BindingUpdateFlags HomeRegistration = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;
    private const int SequenceOffset = 44;

    private readonly MobileNodeOptions _options;
    private readonly Ipv6Address _homeAgent;
    private readonly BitsPath _path;
    private byte[]? _out;

    public MobileNode(HomeAgentOptions homeAgent, string homeAddress)
    {
        _options = homeAgent.MobileNodes.Single(node => node.HomeAddress == Ipv6Address.Parse(homeAddress));
        _homeAgent = homeAgent.HomeAgentAddress;
        var acknowledgement = TrafficSelector.MobilityHeader(HomeAddress, _homeAgent, 6, 12, 16);
        var sad = new SecurityAssociationDatabase();
        Assert.True(sad.TryAdd(new OutboundSecurityAssociation(_options.Keys!.BindingUpdate.Parameters, TrafficSelector.Any), out _));
        Assert.True(sad.TryAdd(new InboundSecurityAssociation(_options.Keys!.BindingAcknowledgement.Parameters, acknowledgement) { Second = TrafficSelector.Icmpv6(HomeAddress, _homeAgent, 147) }, out _));
        _path = new BitsPath(
            sad,
            new SecurityPolicyDatabase(
                SecurityPolicy.Protect(PolicyDirection.Outbound, TrafficSelector.Any), SecurityPolicy.Protect(PolicyDirection.Inbound, acknowledgement)),
            this);
    }

    public Ipv6Address HomeAddress => _options.HomeAddress;

    public Ingress Ingress { get; set; } = new(
        Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), RemotePort: 40_000, LocalPort: Port.DsMip);

    /// <summary>A home registration from 192.168.1.2 behind the NAT that <see cref="Ingress"/> shows.</summary>
    public static BindingUpdate Update(int sequence, int lifetimeSeconds = 600, params MobilityOption[] options) => new(
        new SequenceNumber((ushort)sequence), HomeRegistration, BindingLifetime.From(TimeSpan.FromSeconds(lifetimeSeconds)),
        MobilityOptions.Of([new Ipv4CareOfAddressOption(Ipv4Address.Parse("192.168.1.2")), .. options]));

    public byte[] Seal(IMobilityMessage message, Ipv6Address? source = null)
    {
        _path.Outbound(SignallingPackets.Write(message, source ?? HomeAddress, _homeAgent));
        return _out!;
    }

    /// <summary>Genuine, and without a checksum that is right.</summary>
    public byte[] SealBroken(IMobilityMessage message)
    {
        var clear = SignallingPackets.Write(message, HomeAddress, _homeAgent);
        clear[^1] ^= 1;
        _path.Outbound(clear);
        return _out!;
    }

    public byte[] Seal(MobilePrefixSolicitation message)
    {
        _path.Outbound(SignallingPackets.Write(message, HomeAddress, _homeAgent));
        return _out!;
    }

    public MobilePrefixAdvertisement OpenAdvertisement(Transmit answer)
    {
        _out = null;
        _path.Inbound(answer.Packet);
        Assert.NotNull(_out);
        Assert.True(Icmpv6Codec.TryRead(_out.AsSpan(40), _homeAgent, HomeAddress, out var message, out _));
        return Assert.IsType<MobilePrefixAdvertisement>(message);
    }

    public ClassifiedFrame Frame(byte[] sealedPacket, DateTimeOffset received) =>
        new(HomeAddress, Ingress, [.. sealedPacket], received);

    public BindingAcknowledgement Open(Transmit answer) => Open(answer.Packet);

    public BindingAcknowledgement Open(byte[] sealedPacket) => Open<BindingAcknowledgement>(sealedPacket);

    public T Open<T>(byte[] sealedPacket) where T : IMobilityMessage
    {
        _out = null;
        _path.Inbound(sealedPacket);
        Assert.NotNull(_out);
        Assert.True(MobilityHeaderCodec.TryRead(_out.AsSpan(40), _homeAgent, HomeAddress, out var message, out _));
        return Assert.IsType<T>(message);
    }

    /// <summary>The low half of the ESP sequence number of a sealed packet.</summary>
    public static uint EspSequence(byte[] packet) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(SequenceOffset));

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => _out = packet.ToArray();

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => _out = packet.ToArray();

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _out = null;
}
