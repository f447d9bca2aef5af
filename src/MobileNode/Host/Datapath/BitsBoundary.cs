using DsMip.Configuration;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.State;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath;

/// <summary>IPsec as a bump in the stack: our own SAD, SPD and ESP.</summary>
internal sealed class BitsBoundary : IIpsecBoundary, IIpsecSink, ISpiOracle
{
    private readonly SecurityAssociationDatabase _sad = new();
    private readonly OutboundSecurityAssociation _update;
    private readonly InboundSecurityAssociation _acknowledgement;
    private readonly BitsPath _signalling;
    private readonly BitsPath _payload;
    private readonly DropCounters _drops;
    private readonly byte[] _output = new byte[FrameLayout.BufferSize];
    private int _outputLength;
    private bool _keepOutput;

    public BitsBoundary(MobileNodeOptions options, SignallingKeys keys, NumberReservation numbers, DropCounters drops)
    {
        _drops = drops;
        HomeAddress = options.HomeAddress;
        var (own, peer) = (options.HomeAddress, options.HomeAgentAddress);
        // RFC 5846 13, RFC 5142 10: revocations and switches use the SAs of Binding Updates and Acknowledgements.
        var update = TrafficSelector.MobilityHeader(own, peer, (byte)MobilityHeaderType.BindingUpdate, (byte)MobilityHeaderType.BindingRevocation);
        var acknowledgement = TrafficSelector.MobilityHeader(
            own, peer, (byte)MobilityHeaderType.BindingAcknowledgement, (byte)MobilityHeaderType.BindingRevocation, (byte)MobilityHeaderType.HomeAgentSwitch);
        var solicitation = TrafficSelector.Icmpv6(own, peer, (byte)Icmpv6Type.MobilePrefixSolicitation);
        var advertisement = TrafficSelector.Icmpv6(own, peer, (byte)Icmpv6Type.MobilePrefixAdvertisement);
        _update = new OutboundSecurityAssociation(keys.BindingUpdate.Parameters, update) { Second = solicitation };
        _update.Sequence.ResumeAt(numbers.FirstEspNumber);
        _update.Sequence.ReservedThrough = numbers.EspReservedThrough;
        _acknowledgement = new InboundSecurityAssociation(keys.BindingAcknowledgement.Parameters, acknowledgement) { Second = advertisement };
        _acknowledgement.RestoreHighest(numbers.EspHighestAccepted);
        if (!_sad.TryAdd(_update, out var error)) throw new ConfigurationException("BindingUpdate", error);
        if (!_sad.TryAdd(_acknowledgement, out error)) throw new ConfigurationException("BindingAcknowledgement", error);
        _signalling = new BitsPath(_sad, new SecurityPolicyDatabase(
            [
                SecurityPolicy.Protect(PolicyDirection.Outbound, update), SecurityPolicy.Protect(PolicyDirection.Outbound, solicitation),
                .. Policies(acknowledgement),
            ]), this);
        _payload = new BitsPath(_sad, new SecurityPolicyDatabase(Policies(acknowledgement)), this);
    }

    public Ipv6Address HomeAddress { get; }

    public ulong HighestAccepted => _acknowledgement.HighestAccepted;

    public ulong? NextEspNumber => _update.Sequence.Next;

    public void ReserveThrough(ulong number) => _update.Sequence.ReservedThrough = number;

    public void Seal(ReadOnlySpan<byte> packet, ISealedPackets output)
    {
        Start(keepOutput: true);
        _signalling.Outbound(packet);
        if (_outputLength > packet.Length) output.Sealed(_output, FrameLayout.Headroom, _outputLength);
    }

    public void Open(Span<byte> packet, in Ingress ingress, IOpenedPackets output)
    {
        Start(keepOutput: true);
        _signalling.Inbound(packet);
        if (_outputLength != 0) output.Opened(_output.AsSpan(FrameLayout.Headroom, _outputLength), ingress);
    }

    public bool PassesOut(ReadOnlySpan<byte> packet)
    {
        Start(keepOutput: false);
        _payload.Outbound(packet);
        return _outputLength != 0;
    }

    public bool PassesIn(ReadOnlySpan<byte> packet)
    {
        Start(keepOutput: false);
        _payload.Inbound(packet);
        return _outputLength != 0;
    }

    /// <summary>Req 3 of the draft, "API": RFC 4301 SPD-S entries point to the SA, and its selectors tell what it is for.</summary>
    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress)
    {
        homeAddress = HomeAddress;
        var update = new PacketSelectors(HomeAddress, _update.Selector.Remote.Host, IpProtocol.MobilityHeader) { MhType = (byte)MobilityHeaderType.BindingUpdate };
        return _sad.TryFindOutbound(update, out var own) && own.Value == spi;
    }

    public void Dispose() => _sad.Dispose();

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => Keep(packet);

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => Keep(packet);

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _drops.Count(why);

    // RFC 4877 7: Binding Update and Acknowledgement under ESP, no other Mobility Header of our own past the boundary, all the rest as it is: guests of a
    // mobile network have mobility of their own.
    private SecurityPolicy[] Policies(TrafficSelector acknowledgement) =>
    [
        SecurityPolicy.Protect(PolicyDirection.Inbound, acknowledgement),
        SecurityPolicy.Discard(PolicyDirection.Both, TrafficSelector.MobilityHeader(HomeAddress, AddressSelector.Any)),
        SecurityPolicy.Bypass(PolicyDirection.Both, TrafficSelector.Any),
    ];

    private void Start(bool keepOutput)
    {
        _keepOutput = keepOutput;
        _outputLength = 0;
    }

    private void Keep(ReadOnlySpan<byte> packet)
    {
        _outputLength = packet.Length;
        if (_keepOutput) packet.CopyTo(_output.AsSpan(FrameLayout.Headroom));
    }
}
