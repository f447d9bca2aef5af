using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>Both techniques of the draft's Req 4: what gets as far as IPsec.</summary>
public sealed class SignallingClassificationTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ipv4Address HomeAgent = Ipv4Address.Parse("198.51.100.1");
    private static readonly Ipv4Address CareOf = Ipv4Address.Parse("198.51.100.2");
    private static readonly ConfiguredMobileNodes Directory = new(Configured.Options());
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly MobileNode _bob = new(Configured.Options(), Configured.Bob);
    private readonly BindingTable _bindings = new();

    private static Ingress FromPort(ushort port) => new(Encapsulation.UdpIpv4, HomeAgent, CareOf, port, Port.DsMip);

    [Theory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void A_binding_update_passes_unbound_after_a_handover_and_as_a_refresh(SpiTechnique technique)
    {
        var update = _alice.Seal(MobileNode.Update(1));
        Assert.Equal(DropReason.None, Classify(technique, update, FromPort(1000)));

        _bindings.Put(
            new HomeAddresses(_alice.HomeAddress, default), new BidirectionalTunnel(Encapsulation.UdpIpv4, HomeAgent, CareOf, Port.DsMip, 1000), 1, Now.AddHours(1));
        Assert.Equal(DropReason.None, Classify(technique, update, FromPort(2000)));
        Assert.Equal(DropReason.None, Classify(technique, update, FromPort(1000)));
    }

    [Theory]
    [InlineData(SpiTechnique.Api, DropReason.UnknownSecurityParametersIndex)]
    [InlineData(SpiTechnique.Heuristic, DropReason.None)]
    public void An_spi_of_nobody_is_for_the_one_that_asks_the_sad_to_see(SpiTechnique technique, DropReason expected)
    {
        var forged = _alice.Seal(MobileNode.Update(1));
        forged[Ipv6Header.Size] ^= 1;
        Assert.Equal(expected, Classify(technique, forged, FromPort(1000)));
    }

    [Theory]
    [InlineData(SpiTechnique.Api, DropReason.SelectorMismatch)]
    [InlineData(SpiTechnique.Heuristic, DropReason.None)]
    public void So_is_the_spi_of_somebody_else(SpiTechnique technique, DropReason expected) =>
        Assert.Equal(expected, Classify(technique, _bob.Seal(MobileNode.Update(1), source: _alice.HomeAddress), FromPort(1000)));

    [Theory]
    [InlineData(SpiTechnique.Api, DropReason.SelectorMismatch)]
    [InlineData(SpiTechnique.Heuristic, DropReason.UnknownHomeAddress)]
    public void A_home_address_of_nobody_starts_no_entity(SpiTechnique technique, DropReason expected) =>
        Assert.Equal(expected, Classify(technique, _bob.Seal(MobileNode.Update(1), source: Ipv6Address.Parse("2001:db8:1::dead")), FromPort(1000)));

    [Theory]
    [InlineData(SpiTechnique.Api)]
    [InlineData(SpiTechnique.Heuristic)]
    public void What_ends_before_its_spi_is_truncated(SpiTechnique technique)
    {
        var packet = new byte[Ipv6Header.Size + 3];
        new Ipv6Header(0, 0, 3, IpProtocol.Esp, 64, _alice.HomeAddress, Ipv6Address.Parse(Configured.HomeAgent)).Write(packet);
        Assert.Equal(DropReason.Truncated, Classify(technique, packet, FromPort(1000)));
    }

    private DropReason Classify(SpiTechnique technique, byte[] packet, in Ingress ingress) =>
        new SignallingClassification(technique, new SignallingSpis(Directory), Directory, _bindings).Classify(packet, ingress, Now, out _);
}
