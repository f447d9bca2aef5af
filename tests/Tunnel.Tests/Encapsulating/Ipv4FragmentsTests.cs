using System.Buffers.Binary;
using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Encapsulating;

/// <summary>An IPv4 packet that may be fragmented goes in pieces, and the pieces make the packet again.</summary>
[Clause("2003-3-ipip")]
public sealed class Ipv4FragmentsTests
{
    private sealed class Frames : ITunnelOutput
    {
        public List<byte[]> All { get; } = [];

        public void Send(ReadOnlySpan<byte> frame) => All.Add(frame.ToArray());
    }

    [Fact]
    public void Pieces_fit_and_make_the_packet_again() =>
        Gen.Select(Gen.Byte.Array[0, 4000], Gen.Int[576, 1500], RoundTripTests.AnyEncapsulation).Sample((payload, pathMtu, encapsulation) =>
        {
            var packet = Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Udp, payload, dontFragment: false);
            Assert.Equal(packet, Reassemble(Send(packet, encapsulation, pathMtu)));
        });

    [Fact]
    public void A_piece_of_a_piece_keeps_its_place()
    {
        var packet = Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Udp, new byte[2000], dontFragment: false);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), 0x2000 | 100);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Packets.HeaderChecksum(packet));
        var pieces = Send(packet, Encapsulation.Ipv4, 1500);
        Assert.Equal([0x2000 | 100, 0x2000 | 282], pieces.Select(piece => (int)BinaryPrimitives.ReadUInt16BigEndian(piece.AsSpan(6))));
    }

    [Fact]
    public void Options_go_into_later_pieces_only_if_they_say_so()
    {
        // Record Route (not copied), Router Alert (copied), end.
        var options = Packets.Bytes("07 03 04 94 04 00 00 00");
        var packet = WithOptions(options, new byte[1600]);
        var pieces = Send(packet, Encapsulation.Ipv4, 1500);
        Assert.Equal(options, pieces[0][20..28]);
        Assert.Equal(Packets.Bytes("01 01 01 94 04 00 00 00"), pieces[1][20..28]);
        Assert.All(pieces, piece => Assert.Equal(Packets.HeaderChecksum(piece), BinaryPrimitives.ReadUInt16BigEndian(piece.AsSpan(10))));
    }

    [Fact]
    public void Dont_fragment_is_respected()
    {
        var frames = new Frames();
        var packet = PathMtuTests.OfSize(4, 1600);
        var why = TunnelTransmission.Send(Packets.WithHeadroom(packet), Packets.Headroom, packet.Length, Tunnels.AtHomeAgent(Encapsulation.Ipv4), new TunnelEntry(), frames);
        Assert.Equal(DropReason.PacketTooBig, why);
        Assert.Empty(frames.All);
    }

    private static List<byte[]> Send(byte[] packet, Encapsulation encapsulation, int pathMtu)
    {
        var frames = new Frames();
        var tunnel = Tunnels.AtHomeAgent(encapsulation);
        Assert.Equal(DropReason.None, TunnelTransmission.Send(Packets.WithHeadroom(packet), Packets.Headroom, packet.Length, tunnel, new TunnelEntry(pathMtu), frames));
        Assert.All(frames.All, frame => Assert.InRange(frame.Length, 1, pathMtu));
        return frames.All.ConvertAll(frame =>
        {
            Assert.True(Decapsulator.TryDecapsulate(frame, Packets.HomeAddress, out _, out var inner, out _));
            return frame[inner];
        });
    }

    private static byte[] Reassemble(List<byte[]> pieces)
    {
        if (pieces.Count == 1) return pieces[0];
        var payload = new List<byte>();
        foreach (var piece in pieces)
        {
            var field = BinaryPrimitives.ReadUInt16BigEndian(piece.AsSpan(6));
            Assert.Equal(payload.Count, (field & 0x1fff) * 8);
            Assert.Equal(piece != pieces[^1], (field & 0x2000) != 0);
            Assert.Equal(Packets.HeaderChecksum(piece), BinaryPrimitives.ReadUInt16BigEndian(piece.AsSpan(10)));
            payload.AddRange(piece[20..]);
        }
        return Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Udp, [.. payload], dontFragment: false);
    }

    private static byte[] WithOptions(byte[] options, byte[] payload)
    {
        var plain = Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Udp, payload, dontFragment: false);
        byte[] packet = [.. plain[..20], .. options, .. payload];
        packet[0] = (byte)(0x40 | (20 + options.Length) / 4);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Packets.HeaderChecksum(packet));
        return packet;
    }
}
