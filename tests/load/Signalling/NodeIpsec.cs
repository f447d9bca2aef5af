using DsMip.IPsec;

namespace DsMip.Load;

/// <summary>
/// The home agent's own ESP code from the other side. SAs live for one packet only: what has to be kept of one is a number or a window, and
/// a hundred thousand cipher contexts would be hundreds of megabytes. One thread.
/// </summary>
internal sealed class NodeIpsec : IIpsecSink
{
    private static readonly SecurityPolicyDatabase Policies = new(SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.Any));
    private readonly byte[] _buffer = new byte[2048];
    private int _length;

    /// <summary>Seals a packet under the next number; what is answered is good until the next call.</summary>
    public ReadOnlySpan<byte> Seal(SecurityAssociationParameters keys, ref ulong next, ReadOnlySpan<byte> clear)
    {
        using var sad = new SecurityAssociationDatabase();
        var sa = new OutboundSecurityAssociation(keys, TrafficSelector.Any);
        sa.Sequence.ResumeAt(next);
        sad.TryAdd(sa, out _);
        _length = 0;
        new BitsPath(sad, Policies, this).Outbound(clear);
        next = sa.Sequence.Next;
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Opens a packet; false: forged, replayed or malformed. What comes out is good until the next call.</summary>
    /// <param name="window">What has come under these keys.</param>
    public bool TryOpen(SecurityAssociationParameters keys, AntiReplayWindow window, ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> clear)
    {
        using var sad = new SecurityAssociationDatabase();
        sad.TryAdd(new InboundSecurityAssociation(keys, TrafficSelector.Any, tunnel: null, window), out _);
        _length = 0;
        new BitsPath(sad, Policies, this).Inbound(packet);
        clear = _buffer.AsSpan(0, _length);
        return _length > 0;
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => Keep(packet);

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => Keep(packet);

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _length = 0;

    private void Keep(ReadOnlySpan<byte> packet)
    {
        if (!packet.TryCopyTo(_buffer)) return;
        _length = packet.Length;
    }
}
