using CsCheck;
using DsMip.Wire.Icmp;

namespace DsMip.Wire.Tests.Icmp;

[Clause("4443-3-errors")]
public sealed class IcmpErrorTests
{
    private static readonly Ipv6Address Router = Ipv6Address.Parse("2001:db8::1");
    private static readonly Ipv6Address Sender = Ipv6Address.Parse("2001:db8:1::100");

    private static readonly Gen<Icmpv6Error> Error6 = Gen.OneOf(
        Gen.Int[0, 6].Select(code => Icmpv6Error.DestinationUnreachable((Icmpv6UnreachableCode)code)),
        Gen.Int[1280, 65535].Select(Icmpv6Error.PacketTooBig),
        Gen.Const(Icmpv6Error.HopLimitExceeded),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1279], (code, pointer) => Icmpv6Error.ParameterProblem((Icmpv6ParameterProblemCode)code, pointer)));

    private static readonly Gen<Icmpv4Error> Error4 = Gen.OneOf(
        Gen.Int[0, 3].Select(code => Icmpv4Error.DestinationUnreachable((Icmpv4UnreachableCode)code)),
        Gen.Int[68, 65535].Select(Icmpv4Error.FragmentationNeeded),
        Gen.Const(Icmpv4Error.TimeToLiveExceeded));

    [Fact]
    public void An_ICMPv6_error_reads_back_with_the_start_of_its_packet() =>
        Gen.Select(Error6, Generate.Bytes(0, 1500)).Sample((error, packet) =>
        {
            var buffer = new byte[1300];
            var length = error.Write(buffer, packet, Router, Sender);
            Assert.Equal(Math.Min(1240, 8 + packet.Length), length);
            var message = buffer[..length];
            Assert.True(Icmpv6Error.TryRead(message, Router, Sender, out var read, out var invoking, out var why));
            Assert.Equal((error, DropReason.None), (read, why));
            Assert.Equal(packet[..(length - 8)], invoking.ToArray());
            message[length / 2] ^= 0x10;
            Assert.False(Icmpv6Error.TryRead(message, Router, Sender, out _, out _, out why));
            Assert.Equal(DropReason.BadChecksum, why);
            Assert.False(Icmpv6Error.TryRead(message.AsSpan(0, 7), Router, Sender, out _, out _, out why));
            Assert.Equal(DropReason.Truncated, why);
        }, iter: 500);

    [Fact]
    public void An_ICMP_error_reads_back_with_the_start_of_its_packet() =>
        Gen.Select(Error4, Generate.Bytes(0, 1500)).Sample((error, packet) =>
        {
            var buffer = new byte[600];
            var length = error.Write(buffer, packet);
            Assert.Equal(Math.Min(556, 8 + packet.Length), length);
            var message = buffer[..length];
            Assert.True(Icmpv4Error.TryRead(message, out var read, out var invoking, out var why));
            Assert.Equal((error, DropReason.None), (read, why));
            Assert.Equal(packet[..(length - 8)], invoking.ToArray());
            message[length / 2] ^= 0x10;
            Assert.False(Icmpv4Error.TryRead(message, out _, out _, out why));
            Assert.Equal(DropReason.BadChecksum, why);
            Assert.False(Icmpv4Error.TryRead(message.AsSpan(0, 7), out _, out _, out why));
            Assert.Equal(DropReason.Truncated, why);
        }, iter: 500);

    [Fact]
    public void The_packet_may_lie_in_the_buffer_of_the_message()
    {
        var buffer = new byte[100];
        for (var i = 0; i < buffer.Length; i++) buffer[i] = (byte)i;
        var packet = buffer[..60];
        var length = Icmpv6Error.HopLimitExceeded.Write(buffer, buffer.AsSpan(0, 60), Router, Sender);
        Assert.True(Icmpv6Error.TryRead(buffer.AsSpan(0, length), Router, Sender, out _, out var invoking, out _));
        Assert.Equal(packet, invoking.ToArray());
    }

    [Fact]
    public void Messages_that_are_no_errors_are_told_apart()
    {
        var echo6 = new byte[8];
        echo6[0] = 128;
        var checksum = PseudoHeader.Checksum(Router, Sender, IpProtocol.Icmpv6, echo6);
        (echo6[2], echo6[3]) = ((byte)(checksum >> 8), (byte)checksum);
        Assert.False(Icmpv6Error.TryRead(echo6, Router, Sender, out _, out _, out var why));
        Assert.Equal(DropReason.UnexpectedMessage, why);
        Assert.False(Icmpv4Error.TryRead([8, 0, 0xf7, 0xff, 0, 0, 0, 0], out _, out _, out why));
        Assert.Equal(DropReason.UnexpectedMessage, why);
    }

    [Fact]
    public void Known_bytes()
    {
        var buffer = new byte[12];
        Icmpv4Error.FragmentationNeeded(1400).Write(buffer, [0x45, 0, 0, 20]);
        Assert.Equal("0304b26f00000578" + "45000014", Convert.ToHexStringLower(buffer));
    }
}
