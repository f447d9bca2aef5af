using DsMip.IPsec;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>The bump in the stack, with its answers turned into return values.</summary>
internal sealed class IpsecBoundary : IIpsecSink, IDisposable
{
    private readonly SecurityAssociationDatabase _sad = new();
    private readonly BitsPath _path;
    private byte[]? _result;

    public SecurityAssociationDatabase Sad => _sad;

    public IpsecBoundary(SecurityPolicyDatabase spd) => _path = new BitsPath(_sad, spd, this);

    public IpsecBoundary With(OutboundSecurityAssociation sa) => _sad.TryAdd(sa, out var error) ? this : throw new InvalidOperationException(error);

    public IpsecBoundary With(InboundSecurityAssociation sa) => _sad.TryAdd(sa, out var error) ? this : throw new InvalidOperationException(error);

    /// <summary>What came out on the protected side; null: discarded.</summary>
    public byte[]? Open(ReadOnlySpan<byte> packet)
    {
        _result = null;
        _path.Inbound(packet);
        return _result;
    }

    /// <summary>What goes out on the unprotected side; null: discarded.</summary>
    public byte[]? Seal(ReadOnlySpan<byte> packet)
    {
        _result = null;
        _path.Outbound(packet);
        return _result;
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => _result = packet.ToArray();

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => _result = packet.ToArray();

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _result = null;

    public void Dispose() => _sad.Dispose();
}
