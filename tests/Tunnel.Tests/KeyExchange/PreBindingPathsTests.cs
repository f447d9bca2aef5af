using DsMip.Wire;

namespace DsMip.Tunnel.Tests.KeyExchange;

/// <summary>Before there is a binding nothing but IKE of a known home address passes, at a limited rate.</summary>
[Clause("7296-2.6-rate")]
public sealed class PreBindingPathsTests
{
    private const ulong Spi = 7;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ingress Way = Tunnels.IngressOf(Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
    private static readonly Ingress Elsewhere = Way with { RemotePort = 1 };

    [Fact]
    public void The_answer_goes_back_by_the_way_of_the_question()
    {
        var paths = Make();
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now, out _));
        Assert.Equal(DropReason.None, paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way, Now));
        Assert.True(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now, out var back));
        Assert.Equal(Way, back);
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi + 1), isBound: false, Now, out _));
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.Correspondent, Spi), isBound: false, Now, out _));
        Assert.False(paths.TryFindWayBack(Ike.FromHome(Packets.HomeAddress, Spi), isBound: false, Now, out _));
    }

    [Fact]
    public void A_binding_takes_over_until_a_message_comes_from_elsewhere_again()
    {
        var paths = Make();
        paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way, Now);
        paths.Forget(Packets.HomeAddress);
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now, out _));
        paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Elsewhere, Now);
        Assert.True(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now, out var back));
        Assert.Equal(Elsewhere, back);
    }

    /// <summary>Who knows the SPI, which is in the clear, gets answers to what it wrote itself and nothing else.</summary>
    [Fact]
    public void A_stranger_does_not_take_over_the_key_exchange_of_a_bound_node()
    {
        var paths = Make();
        var answer = Ike.Packet(Packets.HomeAgent, Packets.HomeAddress, 4500, Ike.Message(Spi, isResponse: true));
        paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Elsewhere, Now);
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: true, Now, out _));
        Assert.True(paths.TryFindWayBack(answer, isBound: true, Now, out _));

        paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi + 1), Elsewhere, Now);
        paths.CameByBinding(Ike.FromHome(Packets.HomeAddress, Spi));
        Assert.False(paths.TryFindWayBack(answer, isBound: true, Now, out _));
        Assert.True(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi + 1), isBound: false, Now, out _));
    }

    [Fact]
    public void The_way_follows_the_mobile_node_and_ages()
    {
        var paths = Make();
        paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi, 500), Way, Now);
        paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Elsewhere, Now.AddSeconds(100));
        Assert.True(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now.AddSeconds(219), out var back));
        Assert.Equal(Elsewhere, back);
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now.AddSeconds(220), out _));
    }

    [Fact]
    public void Nothing_but_ike_of_a_known_home_address_to_the_home_agent_itself()
    {
        var paths = Make();
        Assert.Equal(DropReason.UnknownHomeAddress, paths.Admit(Ike.FromHome(Packets.Correspondent, Spi), Way, Now));
        Assert.Equal(DropReason.NotKeyExchange, paths.Admit(Ike.Packet(Packets.HomeAddress, Packets.Correspondent, 500, Ike.Message(Spi)), Way, Now));
        Assert.Equal(DropReason.NotKeyExchange, paths.Admit(FromPort(500, 53), Way, Now));
        foreach (var protocol in new[] { IpProtocol.Udp, IpProtocol.Tcp, IpProtocol.MobilityHeader, IpProtocol.Icmpv6, IpProtocol.Esp })
            Assert.NotEqual(DropReason.None, paths.Admit(Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, protocol, new byte[60]), Way, Now));
        Assert.NotEqual(DropReason.None, paths.Admit(Packets.Ipv4(Packets.HomeAddressIpv4, Packets.HomeAgentIpv4, 17, new byte[60]), Way, Now));
    }

    [Fact]
    public void One_loud_source_silences_itself_only()
    {
        var paths = Make();
        for (var i = 0; i < 100; i++) Assert.Equal(DropReason.None, paths.Admit(Ike.FromHome(Packets.HomeAddress, (ulong)i + 1), Way, Now));
        for (var i = 0; i < 10_000; i++) Assert.Equal(DropReason.RateLimited, paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Elsewhere, Now));
        Assert.Equal(DropReason.None, paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way with { Remote = Packets.CorrespondentIpv4 }, Now));
        Assert.Equal(DropReason.None, paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way, Now.AddSeconds(0.05)));
    }

    [Fact]
    public void All_addresses_of_an_ipv6_link_are_one_source()
    {
        var paths = Make();
        DropReason Send(int host, int link) => paths.Admit(
            Ike.FromHome(Packets.HomeAddress, Spi),
            new Ingress(Encapsulation.Ipv6, Packets.HomeAgent, new Ipv6Address(Packets.CareOf.Value + (UInt128)host + ((UInt128)link << 64))), Now);
        for (var i = 0; i < 100; i++) Assert.Equal(DropReason.None, Send(i, 0));
        Assert.Equal(DropReason.RateLimited, Send(100, 0));
        Assert.Equal(DropReason.None, Send(100, 1));
    }

    [Fact]
    public void Many_sources_together_do_not_exceed_the_total()
    {
        var paths = Make();
        var admitted = 0;
        for (var i = 0u; i < 20_000; i++)
            if (paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way with { Remote = new Ipv4Address(0x0b00_0000 + i) }, Now) == DropReason.None) admitted++;
        Assert.Equal(1000, admitted);
        Assert.Equal(DropReason.None, paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way, Now.AddSeconds(1)));
    }

    /// <summary>Whoever makes up SPIs for one home address pushes out the ways of this one, and of no other.</summary>
    [Fact]
    public void Ways_back_are_bounded_for_each_home_address_by_itself()
    {
        var paths = Make();
        paths.Admit(Ike.FromHome(Packets.Correspondent, Spi), Way, Now);
        var other = new Ipv6Address(Packets.HomeAddress.Value + 1);
        paths.Admit(Ike.FromHome(other, Spi), Way, Now);
        for (var i = 0u; i < 5; i++) paths.Admit(Ike.FromHome(Packets.HomeAddress, 100 + i), Way, Now);
        Assert.False(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, 100), isBound: false, Now, out _));
        Assert.True(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, 101), isBound: false, Now, out _));
        Assert.True(paths.TryFindWayBack(Ike.ToHome(other, Spi), isBound: false, Now, out _));
    }

    [Fact]
    public void Nobody_waits_for_a_clock_that_was_set_back()
    {
        var paths = Make();
        for (var i = 0; i < 101; i++) paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Way, Now.AddYears(1));
        Assert.Equal(DropReason.None, paths.Admit(Ike.FromHome(Packets.HomeAddress, Spi), Elsewhere, Now));
        Assert.True(paths.TryFindWayBack(Ike.ToHome(Packets.HomeAddress, Spi), isBound: false, Now, out var back));
        Assert.Equal(Elsewhere, back);
    }

    private static PreBindingPaths Make() =>
        new(Packets.HomeAgent, home => home.Value >> 64 == Packets.HomeAddress.Value >> 64, PreBindingLimits.Default);

    private static byte[] FromPort(ushort source, ushort destination) =>
        Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Udp, Packets.Udp(source, destination, Ike.Message(Spi)));
}
