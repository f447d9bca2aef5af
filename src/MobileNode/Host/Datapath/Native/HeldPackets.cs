using System.Buffers;
using DsMip.Linux;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// What waits for a tunnel while the node is away and has none. With IPsec in this process such packets wait in the TUN's own queue; where the TUN
/// has to be read because sealed Binding Updates come by it, they wait here. Bounded as that queue is: what comes when it is full is dropped.
/// Belongs to the poller's thread.
/// </summary>
internal sealed class HeldPackets
{
    /// <summary>The length of a TUN's queue.</summary>
    public const int Capacity = 500;

    private readonly Queue<(byte[] Buffer, int Length, Departure Way)> _packets = new(Capacity);

    public int Count => _packets.Count;

    /// <summary>Copies a packet; false when there is no room.</summary>
    public bool TryHold(ReadOnlySpan<byte> packet, Departure way)
    {
        if (_packets.Count == Capacity) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(FrameLayout.Headroom + packet.Length + FrameLayout.Tailroom);
        packet.CopyTo(buffer.AsSpan(FrameLayout.Headroom));
        _packets.Enqueue((buffer, packet.Length, way));
        return true;
    }

    /// <summary>Hands out the packets that are there now, in order; one that is held again by that comes last.</summary>
    public void Release(LeavingPacket leave)
    {
        for (var left = _packets.Count; left > 0; left--)
        {
            var (buffer, length, way) = _packets.Dequeue();
            leave(buffer, FrameLayout.Headroom, length, way);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Drops them all; answers how many.</summary>
    public int Clear()
    {
        var count = _packets.Count;
        while (_packets.TryDequeue(out var packet)) ArrayPool<byte>.Shared.Return(packet.Buffer);
        return count;
    }
}

/// <summary>A packet goes its way.</summary>
internal delegate void LeavingPacket(Span<byte> buffer, int offset, int length, Departure way);
