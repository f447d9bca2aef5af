using CsCheck;
using DsMip.Tunnel.Tests.Encapsulating;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Decapsulation;

/// <summary>Whatever arrives, the answer is yes with a range inside the frame, or no with a reason; never an exception.</summary>
public sealed class RobustnessTests
{
    private static readonly Gen<byte[]> Frames =
        from packet in RoundTripTests.AnyPacket
        from encapsulation in RoundTripTests.AnyEncapsulation
        select Tunnels.Encapsulate(packet, Tunnels.AtMobileNode(encapsulation));

    private static readonly Gen<byte[]> NativeFrames =
        from length in Gen.Int[0, 100]
        from routing in Gen.Bool
        select routing ? Native.RoutingHeader(Packets.Esp(7, length)) : Native.HomeAddressOption(Packets.Esp(7, length));

    [Fact]
    public void Random_bytes() => Gen.Byte.Array[0, 200].Sample(Check);

    [Fact]
    public void Random_bytes_behind_a_plausible_start() => Gen.Select(Gen.Byte.Array[0, 200], AnyOf.Values<byte>(0, 4, 17, 41, 43, 44, 50, 60))
        .Sample((bytes, protocol) =>
        {
            Check(Packets.Ipv6(Packets.CareOf, Packets.HomeAgent, protocol, bytes));
            Check(Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, protocol, bytes));
        });

    [Fact]
    public void Truncations() => Gen.Select(Gen.OneOf(Frames, NativeFrames), Gen.Double.Unit).Sample((frame, part) =>
    {
        var cut = frame[..(int)(frame.Length * part)];
        Assert.False(Decapsulator.TryDecapsulate((byte[])cut.Clone(), out _, out _, out var why));
        Assert.NotEqual(DropReason.None, why);
        Check(cut);
    });

    [Fact]
    public void Flipped_bits() => Gen.Select(Gen.OneOf(Frames, NativeFrames), Gen.Int[0, int.MaxValue].Array[1, 4]).Sample((frame, flips) =>
    {
        foreach (var flip in flips) frame[flip / 8 % Math.Min(frame.Length, 120)] ^= (byte)(1 << flip % 8);
        Check(frame);
    });

    private static void Check(byte[] frame)
    {
        Check(frame, Ipv6Address.Any);
        Check(frame, Packets.HomeAddress);
    }

    private static void Check(byte[] frame, Ipv6Address homeAddress)
    {
        var copy = (byte[])frame.Clone();
        var accepted = Decapsulator.TryDecapsulate(copy, homeAddress, out var ingress, out var inner, out var why);
        Assert.Equal(accepted, why == DropReason.None);
        if (!accepted) return;
        var packet = copy[inner];
        Assert.True(ingress.Remote.IsUnicastRoutable);
        Assert.Contains(packet[0] >> 4, new[] { 4, 6 });
        Assert.Equal(packet.Length, packet[0] >> 4 == 4 ? packet[2] << 8 | packet[3] : 40 + (packet[4] << 8 | packet[5]));
    }
}
