using DsMip.IPsec;

namespace DsMip.KernelEsp.Lab;

/// <summary>Our side: a <see cref="BitsPath"/> and what came out of it last.</summary>
internal sealed class OurEsp : IIpsecSink, IDisposable
{
    private readonly SecurityAssociationDatabase _sad = new();
    private readonly BitsPath _path;
    private byte[]? _clear;
    private byte[]? _sealed;
    private IpsecDiscard _discard;

    public OurEsp(OutboundSecurityAssociation outbound, InboundSecurityAssociation inbound, params SecurityPolicy[] policies)
    {
        if (!_sad.TryAdd(outbound, out var error) || !_sad.TryAdd(inbound, out error)) throw new TrialException(error);
        _path = new BitsPath(_sad, new SecurityPolicyDatabase(policies), this);
        Inbound = inbound;
    }

    public InboundSecurityAssociation Inbound { get; }

    public byte[] Seal(ReadOnlySpan<byte> packet)
    {
        _sealed = null;
        _path.Outbound(packet);
        return _sealed ?? throw new TrialException($"we did not seal: {_discard}");
    }

    public byte[] Open(ReadOnlySpan<byte> packet)
    {
        _clear = null;
        _path.Inbound(packet);
        return _clear ?? throw new TrialException($"we did not open: {_discard}");
    }

    /// <summary>Requires that each packet is refused for one of these reasons; answers how many for which.</summary>
    public string RequireRefusal(IEnumerable<byte[]> packets, params IpsecDiscard[] reasons)
    {
        var counts = new Dictionary<IpsecDiscard, int>();
        foreach (var packet in packets)
        {
            (_clear, _discard) = (null, IpsecDiscard.None);
            _path.Inbound(packet);
            TrialException.Require(_clear is null, "we let it through");
            TrialException.Require(reasons.Contains(_discard), $"refused for {_discard}");
            counts[_discard] = counts.GetValueOrDefault(_discard) + 1;
        }

        return string.Join(", ", counts.Select(entry => $"{entry.Key} +{entry.Value}"));
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => _clear = packet.ToArray();

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => _sealed = packet.ToArray();

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _discard = why;

    public void Dispose() => _sad.Dispose();
}
