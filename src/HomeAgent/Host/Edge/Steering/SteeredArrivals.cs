using System.Threading.Channels;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Steering;

/// <summary>Frames that other edges have sent, on their way to the edge's thread.</summary>
/// <param name="capacity">So many wait at most.</param>
internal sealed class SteeredArrivals(int capacity)
{
    private readonly Channel<(Ingress Ingress, byte[] Packet)> _waiting =
        Channel.CreateBounded<(Ingress, byte[])>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private Action? _wake;

    /// <param name="wake">Makes the edge's thread take them.</param>
    public void Open(Action wake) => _wake = wake;

    /// <summary>Any thread. False: there is no room.</summary>
    public bool TryAdd(in Ingress ingress, byte[] packet)
    {
        if (!_waiting.Writer.TryWrite((ingress, packet))) return false;
        _wake?.Invoke();
        return true;
    }

    public bool TryTake(out Ingress ingress, out byte[] packet)
    {
        var found = _waiting.Reader.TryRead(out var next);
        (ingress, packet) = next;
        return found;
    }
}
