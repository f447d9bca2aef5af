using DsMip.Wire;

namespace DsMip.MobileNode.Datapath.Correspondents;

/// <summary>Of each packet of the tunnel somebody would have to be told its source: this keeps it to once in a while for each, and a few a second for all.</summary>
internal sealed class TunnelledPeers
{
    private const int Slots = 256, MostPerSecond = 16;
    private const long Pause = 2000, Second = 1000;

    private readonly (Ipv6Address Peer, long At)[] _told = new (Ipv6Address, long)[Slots];
    private long _second;
    private int _count;

    public bool IsToBeTold(Ipv6Address peer) => IsToBeTold(peer, Environment.TickCount64);

    /// <param name="now">Milliseconds of whatever clock.</param>
    internal bool IsToBeTold(Ipv6Address peer, long now)
    {
        ref var slot = ref _told[(int)((uint)peer.GetHashCode() % Slots)];
        if (slot.Peer == peer && now - slot.At < Pause) return false;
        if (now - _second >= Second) (_second, _count) = (now, 0);
        if (++_count > MostPerSecond) return false;
        slot = (peer, now);
        return true;
    }
}
