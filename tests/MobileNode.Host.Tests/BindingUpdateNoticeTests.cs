using DsMip.MobileNode.Datapath;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Host.Tests;

public sealed class BindingUpdateNoticeTests
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly Ipv6Address CareOf = Ipv6Address.Parse("2001:db8:6::5");
    private static readonly Ipv6Address Router = Ipv6Address.Parse("2001:db8:6::1");
    private static readonly byte[] Esp = [0, 0, 16, 1, 0, 0, 0, 7];

    [Fact]
    public void It_names_the_care_of_address_of_the_last_binding_update()
    {
        Assert.True(Read(Error(Icmpv6Error.DestinationUnreachable(Icmpv6UnreachableCode.NoRoute)), Esp, out var careOf));
        Assert.Equal(CareOf, careOf);
    }

    [Fact]
    public void Another_sequence_number_another_error_or_a_damaged_one_is_none()
    {
        var error = Error(Icmpv6Error.DestinationUnreachable(Icmpv6UnreachableCode.NoRoute));
        Assert.False(Read(error, [0, 0, 16, 1, 0, 0, 0, 8], out _));
        Assert.False(Read(Error(Icmpv6Error.HopLimitExceeded), Esp, out _));
        for (var length = 0; length < error.Length; length++) Assert.False(Read(error.AsSpan(0, length), Esp, out _));
        for (var bit = 8 * Ipv6Header.Size; bit < 8 * error.Length; bit++)
        {
            var damaged = error.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Read(damaged, Esp, out _));
        }
    }

    [Theory]
    [Clause("6275-11.3.5-icmp-code-1")]
    [InlineData(Icmpv6ParameterProblemCode.UnrecognizedNextHeader, true)]
    [InlineData(Icmpv6ParameterProblemCode.UnrecognizedOption, false)]
    [InlineData(Icmpv6ParameterProblemCode.ErroneousHeaderField, false)]
    public void Rfc6275_11_3_5_Who_does_not_understand_a_binding_update_is_heard(Icmpv6ParameterProblemCode code, bool heard)
    {
        var frame = Error(Icmpv6Error.ParameterProblem(code, Ipv6Header.Size));
        Assert.Equal(heard, BindingUpdateNotice.TryRead(frame, HomeAgent, Esp, out var error, out _));
        Assert.Equal(heard, BindingUpdateNotice.IsNotUnderstood(error));
    }

    private static bool Read(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> esp, out Ipv6Address careOf) =>
        BindingUpdateNotice.TryRead(frame, HomeAgent, esp, out _, out careOf);

    private static byte[] Error(Icmpv6Error error)
    {
        const int payload = 32;
        var buffer = new byte[NativeSignalling.Headroom + Ipv6Header.Size + payload];
        var packet = buffer.AsSpan(NativeSignalling.Headroom);
        new Ipv6Header(0, 0, payload, IpProtocol.Esp, 64, Ipv6Address.Parse("2001:db8:1::50"), HomeAgent).Write(packet);
        Esp.CopyTo(packet[Ipv6Header.Size..]);
        Assert.True(NativeSignalling.TryAddHomeAddressOption(buffer, NativeSignalling.Headroom, packet.Length, CareOf, out var offset, out var length, out _));
        var frame = new byte[Ipv6Header.Size + Icmpv6Error.Measure(length)];
        error.Write(frame.AsSpan(Ipv6Header.Size), buffer.AsSpan(offset, length), Router, CareOf);
        new Ipv6Header(0, 0, (ushort)(frame.Length - Ipv6Header.Size), IpProtocol.Icmpv6, 64, Router, CareOf).Write(frame);
        return frame;
    }
}
