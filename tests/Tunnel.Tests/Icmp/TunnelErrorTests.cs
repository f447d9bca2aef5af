using CsCheck;
using DsMip.Tunnel.Tests.Encapsulating;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel.Tests.Icmp;

/// <summary>An error from inside the tunnel is relayed to the sender of the packet inside (RFC 2473 8, RFC 4213 3.4).</summary>
[Clause("6275-9.3.4-relay", "2473-8-errors")]
public sealed class TunnelErrorTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ipv4Address Router = Ipv4Address.Parse("198.51.100.254");
    private static readonly Ipv6Address RouterIpv6 = Ipv6Address.Parse("2001:db8:a::254");
    private static readonly TunnelIcmp Icmp = new(Packets.HomeAgent, Packets.HomeAgentIpv4);

    public static TheoryData<Encapsulation, int> Cases => Decapsulation.EcnTests.Tunnel;

    [Theory]
    [Clause("6275-9.3.4-translate", "4213-3.4-icmp")]
    [MemberData(nameof(Cases))]
    public void Too_big_is_relayed_with_the_mtu_inside(Encapsulation encapsulation, int version)
    {
        var inner = PathMtuTests.OfSize(version, 1400);
        var frame = Error(Tunnels.Encapsulate(inner, Tunnels.AtHomeAgent(encapsulation)), mtu: 1390);
        Assert.True(TunnelError.TryRead(frame, out var error, out _));
        Assert.Equal((Tunnels.AtHomeAgent(encapsulation), 1390), (error.Tunnel, error.PathMtu));
        Assert.Equal(inner[..Math.Min(inner.Length, frame[error.Inner].Length)], frame[error.Inner]);
        var relayed = Relay(frame, error);
        Assert.Equal(1390 - TunnelMtu.Overhead(encapsulation), MtuIn(relayed));
    }

    [Theory]
    [Clause("4213-3.4-icmp")]
    [MemberData(nameof(Cases))]
    public void Other_errors_are_relayed_as_unreachable(Encapsulation encapsulation, int version)
    {
        var frame = Error(Tunnels.Encapsulate(PathMtuTests.OfSize(version, 100), Tunnels.AtHomeAgent(encapsulation)), mtu: 0);
        Assert.True(TunnelError.TryRead(frame, out var error, out _));
        Assert.Equal(0, error.PathMtu);
        var relayed = Relay(frame, error);
        var message = relayed.AsSpan(version == 4 ? 20 : 40);
        Assert.Equal(version == 4 ? (3, 1) : (1, 3), (message[0], message[1]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_errors_about_a_tunnel_in_force_count(Encapsulation encapsulation, int version)
    {
        var table = new BindingTable();
        var home = new HomeAddresses(Packets.HomeAddress, Packets.HomeAddressIpv4);
        table.Put(home, Tunnels.AtHomeAgent(encapsulation), 1, Now.AddHours(1));
        var frame = Error(Tunnels.Encapsulate(PathMtuTests.OfSize(version, 100), Tunnels.AtHomeAgent(encapsulation)), mtu: 0);
        Assert.True(TunnelError.TryRead(frame, out var error, out _));
        Assert.True(error.IsAbout(frame, table, Now));
        Assert.False(error.IsAbout(frame, table, Now.AddHours(1)));
        table.Put(home, Tunnels.AtHomeAgent(encapsulation) with { Remote = encapsulation == Encapsulation.Ipv6 ? RouterIpv6 : Router }, 2, Now.AddHours(1));
        Assert.False(error.IsAbout(frame, table, Now));
    }

    [Fact]
    public void The_mobile_node_asks_its_own_tunnel()
    {
        var reverse = new ReverseTunnel(Packets.HomeAgent, Packets.HomeAgentIpv4, new HomeAddresses(Packets.HomeAddress, default));
        var uplink = Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, 17, new byte[8]);
        var frame = Error(Tunnels.Encapsulate(uplink, Tunnels.AtMobileNode(Encapsulation.UdpIpv4)), mtu: 0);
        Assert.True(TunnelError.TryRead(frame, out var error, out _));
        Assert.False(error.IsAbout(frame, reverse));
        reverse.Switch(reverse.Home, Tunnels.AtMobileNode(Encapsulation.UdpIpv4));
        Assert.True(error.IsAbout(frame, reverse));
        reverse.Switch(new HomeAddresses(Packets.CareOf, default), Tunnels.AtMobileNode(Encapsulation.UdpIpv4));
        Assert.False(error.IsAbout(frame, reverse));
    }

    [Fact]
    public void Nothing_is_told_to_a_sender_that_could_not_do_better()
    {
        var frame = Error(Tunnels.Encapsulate(PathMtuTests.OfSize(6, 1280), Tunnels.AtHomeAgent(Encapsulation.UdpIpv4)), mtu: 1000);
        Assert.True(TunnelError.TryRead(frame, out var error, out _));
        Assert.Equal(1000, error.PathMtu);
        Assert.False(Icmp.TryRelay(frame, error, new byte[1280], out _, out _));
    }

    [Theory]
    [Clause("6275-9.3.4-translate")]
    [InlineData(1300, 1300)]
    [InlineData(68, 552)]
    [InlineData(0, 1006)]
    public void Reported_ipv4_mtus_have_a_floor_and_old_routers_a_plateau(ushort reported, int taken)
    {
        var outer = Tunnels.Encapsulate(PathMtuTests.OfSize(6, 1300), Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
        var frame = Icmpv4(new Icmpv4Error(Icmpv4Type.DestinationUnreachable, 4, reported), outer);
        Assert.True(TunnelError.TryRead(frame, out var error, out _));
        Assert.Equal(taken, error.PathMtu);
    }

    [Fact]
    public void Quotes_too_short_for_the_inner_header_are_refused()
    {
        var outer = Tunnels.Encapsulate(PathMtuTests.OfSize(6, 100), Tunnels.AtHomeAgent(Encapsulation.Ipv4));
        Assert.False(TunnelError.TryRead(Icmpv4(Icmpv4Error.FragmentationNeeded(1300), outer[..28]), out _, out var why));
        Assert.Equal(DropReason.Truncated, why);
    }

    [Fact]
    public void Errors_about_other_packets_are_not_ours()
    {
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Icmpv4(Icmpv4Error.TimeToLiveExceeded, PathMtuTests.OfSize(4, 60))));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(Icmpv6(Icmpv6Error.HopLimitExceeded, PathMtuTests.OfSize(6, 100))));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(PathMtuTests.OfSize(4, 60)));
        Assert.Equal(DropReason.UnexpectedMessage, Refused(PathMtuTests.OfSize(6, 60)));
        var tunnelled = Tunnels.Encapsulate(PathMtuTests.OfSize(6, 100), Tunnels.AtHomeAgent(Encapsulation.Ipv6));
        Assert.Equal(
            DropReason.UnexpectedMessage,
            Refused(Icmpv6(Icmpv6Error.ParameterProblem(Icmpv6ParameterProblemCode.ErroneousHeaderField, 0), tunnelled)));
    }

    [Fact]
    public void Damaged_errors_never_throw() =>
        Gen.Select(AnyOf.Values(Encapsulation.Ipv6, Encapsulation.Ipv4, Encapsulation.UdpIpv4), Gen.Int[0, 400], Gen.Int[0, 3200], Gen.Bool)
            .Sample((encapsulation, cut, flip, resealed) =>
            {
                var outer = Tunnels.Encapsulate(PathMtuTests.OfSize(6, 120), Tunnels.AtHomeAgent(encapsulation));
                outer[flip / 8 % outer.Length] ^= (byte)(1 << flip % 8);
                var frame = encapsulation == Encapsulation.Ipv6 ? Icmpv6(Icmpv6Error.PacketTooBig(1300), outer) : Icmpv4(Icmpv4Error.FragmentationNeeded(1300), outer);
                if (!resealed) frame = frame[..Math.Min(cut, frame.Length)];
                if (!TunnelError.TryRead(frame, out var error, out var why)) Assert.NotEqual(DropReason.None, why);
                else Icmp.TryRelay(frame, error, new byte[1280], out _, out _);
            });

    private static DropReason Refused(byte[] frame)
    {
        Assert.False(TunnelError.TryRead(frame, out _, out var why));
        return why;
    }

    private static byte[] Relay(byte[] frame, in TunnelError error)
    {
        var buffer = new byte[TunnelIcmp.MaximumSize];
        Assert.True(Icmp.TryRelay(frame, error, buffer, out var length, out _));
        Assert.True(InnerPacket.TryReadDestination(buffer, out var destination));
        Assert.Equal(destination.IsIpv4 ? Packets.CorrespondentIpv4 : (IpAddress)Packets.Correspondent, destination);
        return buffer[..length];
    }

    private static int MtuIn(byte[] packet) => packet[0] >> 4 == 4 ? packet[26] << 8 | packet[27] : packet[46] << 8 | packet[47];

    private static byte[] Error(byte[] outer, int mtu) => outer[0] >> 4 == 6
        ? Icmpv6(mtu == 0 ? Icmpv6Error.HopLimitExceeded : Icmpv6Error.PacketTooBig(mtu), outer)
        : Icmpv4(mtu == 0 ? Icmpv4Error.DestinationUnreachable(Icmpv4UnreachableCode.Network) : Icmpv4Error.FragmentationNeeded(mtu), outer);

    private static byte[] Icmpv4(Icmpv4Error error, byte[] outer)
    {
        var message = new byte[Icmpv4Error.MaximumSize];
        var length = error.Write(message, outer);
        return Packets.Ipv4(Router, Packets.HomeAgentIpv4, IpProtocol.Icmp, message[..length]);
    }

    private static byte[] Icmpv6(Icmpv6Error error, byte[] outer)
    {
        var message = new byte[Icmpv6Error.MaximumSize];
        var length = error.Write(message, outer, RouterIpv6, Packets.HomeAgent);
        return Packets.Ipv6(RouterIpv6, Packets.HomeAgent, IpProtocol.Icmpv6, message[..length]);
    }
}
