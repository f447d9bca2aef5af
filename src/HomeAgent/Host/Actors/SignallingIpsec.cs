using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.IPsec;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The IPsec of one mobile node's signalling, living with its binding: one replay window and one counter in the whole cluster. An ordinary
/// IPsec that knows no mobility: two SAs and the policy of RFC 4877 7.2, all of them between home address and home agent address. The entries for Binding
/// Updates and Acknowledgements are those for Binding Revocation Messages, too (RFC 5846 13), and for Home Agent Switch messages (RFC 5142 10); prefix discovery has entries of its own in the SPD, which
/// point to the same SAs.
/// </summary>
public sealed class SignallingIpsec : IIpsecSink, IDisposable
{
    /// <summary>Numbers made durable at a time. A restart skips what is left of them.</summary>
    public const ulong Block = 256;

    private readonly SecurityAssociationDatabase _sad = new();
    private readonly BitsPath _path;
    private readonly InboundSecurityAssociation _inbound;
    private readonly OutboundSecurityAssociation _outbound;
    private readonly SignallingKeys _keys;
    private byte[]? _out;
    private IpsecDiscard _discard;

    /// <param name="durable">What the journal knows of the counters.</param>
    /// <param name="next">The <see cref="NextOutbound"/> of the one before this, in this process; 0: all that is reserved may have been used.</param>
    public SignallingIpsec(Ipv6Address homeAddress, SignallingKeys keys, Ipv6Address homeAgent, EspState durable, ulong next = 0)
    {
        _keys = keys;
        var update = TrafficSelector.MobilityHeader(
            homeAgent, homeAddress, (byte)MobilityHeaderType.BindingUpdate, (byte)MobilityHeaderType.BindingRevocation);
        var acknowledgement = TrafficSelector.MobilityHeader(
            homeAgent, homeAddress, (byte)MobilityHeaderType.BindingAcknowledgement,
            (byte)MobilityHeaderType.BindingRevocation, (byte)MobilityHeaderType.HomeAgentSwitch);
        var solicitation = TrafficSelector.Icmpv6(homeAgent, homeAddress, (byte)Icmpv6Type.MobilePrefixSolicitation);
        var advertisement = TrafficSelector.Icmpv6(homeAgent, homeAddress, (byte)Icmpv6Type.MobilePrefixAdvertisement);
        _inbound = new InboundSecurityAssociation(keys.BindingUpdate.Parameters, update) { Second = solicitation };
        _outbound = new OutboundSecurityAssociation(keys.BindingAcknowledgement.Parameters, acknowledgement) { Second = advertisement };
        if (!_sad.TryAdd(_inbound, out var error) || !_sad.TryAdd(_outbound, out error)) throw new InvalidOperationException(error);
        _path = new BitsPath(
            _sad,
            new SecurityPolicyDatabase(
                SecurityPolicy.Protect(PolicyDirection.Inbound, update), SecurityPolicy.Protect(PolicyDirection.Outbound, acknowledgement),
                SecurityPolicy.Protect(PolicyDirection.Inbound, solicitation), SecurityPolicy.Protect(PolicyDirection.Outbound, advertisement)),
            this);
        Restore(durable, next);
    }

    /// <summary>What has to be durable before the next acknowledgement: everything accepted, and room for at least half a block of answers.</summary>
    public EspState StateToPersist()
    {
        var counter = _outbound.Sequence;
        var reserved = counter.Remaining >= Block / 2 ? counter.ReservedThrough : counter.Next + Block - 1;
        return new EspState(_keys.BindingUpdate.Fingerprint, _inbound.HighestAccepted, reserved);
    }

    /// <summary>The journal has it: the numbers that it reserves may be used.</summary>
    public void Persisted(EspState durable) => _outbound.Sequence.ReservedThrough = durable.OutboundReserved;

    /// <summary>The number of the next answer.</summary>
    public ulong NextOutbound => _outbound.Sequence.Next;

    /// <summary>Another one that begins with this state accepts nothing that was accepted here.</summary>
    public bool IsKnownTo(EspState durable) =>
        _inbound.HighestAccepted <= (durable.InboundFingerprint == _keys.BindingUpdate.Fingerprint ? durable.InboundAccepted : 0);

    /// <summary>Unprotected side in, protected side out.</summary>
    /// <param name="clear">The packet as it was meant, flow label included; null when discarded.</param>
    public IpsecDiscard TryOpen(ReadOnlySpan<byte> packet, out byte[]? clear) => Run(_path.Inbound, packet, out clear);

    public IpsecDiscard TrySeal(ReadOnlySpan<byte> packet, out byte[]? sealedPacket) => Run(_path.Outbound, packet, out sealedPacket);

    public void Dispose() => _sad.Dispose();

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => _out = packet.ToArray();

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => _out = packet.ToArray();

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _discard = why;

    private void Restore(EspState durable, ulong next)
    {
        if (durable.InboundFingerprint == _keys.BindingUpdate.Fingerprint) _inbound.RestoreHighest(durable.InboundAccepted);
        // Under whatever keys: starting higher is always right, and keys that come back must not meet their old numbers (RFC 4106 2).
        _outbound.Sequence.ResumeAt(next != 0 ? next : durable.OutboundReserved + 1);
        // Nothing may be sent before the next block is durable.
        _outbound.Sequence.ReservedThrough = durable.OutboundReserved;
    }

    private IpsecDiscard Run(Direction direction, ReadOnlySpan<byte> packet, out byte[]? result)
    {
        (_out, _discard) = (null, IpsecDiscard.None);
        direction(packet);
        result = _out;
        return _discard;
    }

    private delegate void Direction(ReadOnlySpan<byte> packet);
}
