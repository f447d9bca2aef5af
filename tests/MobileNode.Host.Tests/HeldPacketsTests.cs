using DsMip.Linux;
using DsMip.MobileNode.Datapath;

namespace DsMip.MobileNode.Host.Tests;

public sealed class HeldPacketsTests
{
    [Fact]
    public void What_is_held_comes_out_in_order_with_room_for_outer_headers()
    {
        var held = new HeldPackets();
        for (byte i = 1; i <= 3; i++) Assert.True(held.TryHold([i, i, i], i == 2 ? Departure.ProtectedPayload : Departure.Tunnel));
        var seen = new List<(int Offset, byte[] Packet, Departure Way)>();
        held.Release((buffer, offset, length, way) => seen.Add((offset, buffer.Slice(offset, length).ToArray(), way)));
        Assert.Equal([1, 2, 3], seen.Select(packet => (int)packet.Packet[0]));
        Assert.All(seen, packet => Assert.Equal((FrameLayout.Headroom, 3), (packet.Offset, packet.Packet.Length)));
        Assert.Equal(Departure.ProtectedPayload, seen[1].Way);
        Assert.Equal(0, held.Count);
    }

    [Fact]
    public void When_it_is_full_what_comes_is_dropped_and_what_is_there_stays()
    {
        var held = new HeldPackets();
        for (var i = 0; i < HeldPackets.Capacity; i++) Assert.True(held.TryHold([1], Departure.Tunnel));
        Assert.False(held.TryHold([2], Departure.Tunnel));
        Assert.Equal(HeldPackets.Capacity, held.Clear());
        Assert.True(held.TryHold([2], Departure.Tunnel));
    }

    /// <summary>A tunnel that goes away again while packets are released: they wait for the next one, and nobody turns in circles.</summary>
    [Fact]
    public void What_is_held_again_while_it_is_released_waits_for_the_next_time()
    {
        var held = new HeldPackets();
        held.TryHold([1], Departure.Tunnel);
        held.TryHold([2], Departure.Tunnel);
        held.Release((buffer, offset, length, way) => held.TryHold(buffer.Slice(offset, length), way));
        Assert.Equal(2, held.Count);
    }
}
