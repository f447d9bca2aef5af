using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Bindings;

/// <summary>RFC 6275 10.4.5: a reverse-tunnelled packet counts only if its outer source is the binding's.</summary>
[Clause("6275-10.4.5-outer-source", "5555-4.5.1-uplink")]
public sealed class UplinkCheckTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HomeAddresses Home = new(Packets.HomeAddress, Packets.HomeAddressIpv4);
    private static readonly Ingress Ingress = Tunnels.IngressOf(Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
    private static readonly byte[] Inner = Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, IpProtocol.Udp, new byte[8]);
    private static readonly byte[] InnerIpv4 = Packets.Ipv4(Packets.HomeAddressIpv4, Packets.CorrespondentIpv4, IpProtocol.Udp, new byte[8]);

    private readonly BindingTable _table = new();

    public UplinkCheckTests() => _table.Put(Home, Tunnels.AtHomeAgent(Encapsulation.UdpIpv4), 1, Now.AddMinutes(1));

    [Fact]
    [Clause("5555-2.3.1-association")]
    public void Both_home_addresses_pass()
    {
        Assert.Equal(DropReason.None, Check(Ingress, Inner));
        Assert.Equal(DropReason.None, Check(Ingress, InnerIpv4));
    }

    [Fact]
    public void Another_outer_address_port_or_encapsulation_does_not()
    {
        Assert.Equal(DropReason.OuterSourceMismatch, Check(Ingress with { Remote = Packets.CorrespondentIpv4 }, Inner));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(Ingress with { RemotePort = 40_001 }, Inner));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(Ingress with { Encapsulation = Encapsulation.Ipv4, RemotePort = 0 }, InnerIpv4));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(new Ingress(Encapsulation.Native, Packets.HomeAgent, Packets.HomeAddress), Inner));
    }

    [Fact]
    [Clause("trap-inner-source")]
    public void Another_mobile_nodes_home_address_does_not()
    {
        var neighbour = new HomeAddresses(Packets.Correspondent, Packets.CorrespondentIpv4);
        _table.Put(neighbour, Tunnels.AtHomeAgent(Encapsulation.UdpIpv4) with { RemotePort = 40_001 }, 1, Now.AddMinutes(1));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(Ingress, Packets.Ipv6(neighbour.Ipv6, Packets.HomeAgent, 17, new byte[8])));
        Assert.Equal(DropReason.OuterSourceMismatch, Check(Ingress, Packets.Ipv4(neighbour.Ipv4, Packets.CareOfIpv4, 17, new byte[8])));
    }

    [Fact]
    [Clause("trap-inner-source")]
    public void Inner_sources_that_nobody_bound_are_told_apart()
    {
        Assert.Equal(DropReason.UnknownHomeAddress, Check(Ingress, Packets.Ipv6(Packets.CareOf, Packets.Correspondent, 17, [])));
        Assert.Equal(DropReason.InnerSourceMismatch, Check(Ingress, Packets.Ipv6(Ipv6Address.Parse("fe80::1"), Packets.Correspondent, 17, [])));
        Assert.Equal(DropReason.InnerSourceMismatch, Check(Ingress, Packets.Ipv6(Ipv6Address.Parse("ff02::1"), Packets.Correspondent, 17, [])));
        Assert.Equal(DropReason.BadSourceAddress, Check(Ingress, [0x60]));
        _table.Remove(Home, 1);
        Assert.Equal(DropReason.NoBinding, Check(Ingress, Inner));
    }

    [Fact]
    public void An_ipv4_mapped_inner_source_does_not_pass_for_the_ipv4_home_address() =>
        Assert.Equal(DropReason.BadSourceAddress, Check(Ingress, Packets.Ipv6(((IpAddress)Home.Ipv4).Mapped, Packets.Correspondent, 17, [])));

    [Fact]
    public void An_expired_binding_lets_nothing_pass() =>
        Assert.False(_table.TryCheckUplink(Ingress, Inner, Now.AddMinutes(1), out var why) || why != DropReason.NoBinding);

    private DropReason Check(in Ingress ingress, byte[] inner)
    {
        Assert.Equal(_table.TryCheckUplink(ingress, inner, Now, out var why), why == DropReason.None);
        return why;
    }
}
