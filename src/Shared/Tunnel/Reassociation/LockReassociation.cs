using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// One packet is inside IPsec; what comes out between the same two addresses before <see cref="Leave"/> is that one. What comes later is nobody's:
/// a message that IPsec kept would otherwise be taken for the next packet's, which anybody may have sent. Used by one thread.
/// </summary>
public sealed class LockReassociation : IReassociation
{
    private bool _held;
    private Ipv6Address _source;
    private Ipv6Address _destination;
    private Ingress _ingress;

    public void Enter(Span<byte> packet, in Ingress ingress)
    {
        _held = Ipv6Header.TryReadHeader(packet, out var header, out _);
        (_source, _destination, _ingress) = (header.Source, header.Destination, ingress);
    }

    public bool TryTake(ReadOnlySpan<byte> packet, out Ingress ingress)
    {
        ingress = _ingress;
        if (!_held || !Ipv6Header.TryReadHeader(packet, out var header, out _) || header.Source != _source || header.Destination != _destination) return false;
        _held = false;
        return true;
    }

    public void Leave() => _held = false;
}
