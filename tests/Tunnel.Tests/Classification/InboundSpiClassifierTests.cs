namespace DsMip.Tunnel.Tests.Classification;

/// <summary>Req 4: which sealed packet is a Binding Update, by its SPI or by where it came from.</summary>
[Clause("draft-4-api-bits", "draft-4-heuristic-bits")]
public sealed class InboundSpiClassifierTests
{
    private const uint Update = 0x3000;
    private const uint Data = 0x1000;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ingress Recorded = Tunnels.IngressOf(Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
    private static readonly Ingress AfterHandover = Recorded with { Remote = Packets.CorrespondentIpv4, RemotePort = 7 };

    private readonly BindingTable _bindings = new();

    public InboundSpiClassifierTests() => _bindings.Put(
        new HomeAddresses(Packets.HomeAddress, default), Tunnels.AtHomeAgent(Encapsulation.UdpIpv4), 1, Now.AddHours(1));

    public static TheoryData<SpiTechnique> Techniques => [SpiTechnique.Api, SpiTechnique.Heuristic];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void An_update_from_a_new_source_is_one(SpiTechnique technique) =>
        Assert.True(Make(technique).IsBindingUpdate(Update, Packets.HomeAddress, AfterHandover, Now));

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Data_from_the_recorded_source_is_none(SpiTechnique technique) =>
        Assert.False(Make(technique).IsBindingUpdate(Data, Packets.HomeAddress, Recorded, Now));

    [Theory]
    [MemberData(nameof(Techniques))]
    public void A_first_update_is_one(SpiTechnique technique)
    {
        var classifier = SpiClassifier.Inbound(technique, new Oracle().With(Update, Packets.Correspondent), _bindings);
        Assert.True(classifier.IsBindingUpdate(Update, Packets.Correspondent, Recorded, Now));
    }

    [Fact]
    public void A_refresh_is_an_update_to_the_api_and_data_to_the_heuristic()
    {
        Assert.True(Make(SpiTechnique.Api).IsBindingUpdate(Update, Packets.HomeAddress, Recorded, Now));
        Assert.False(Make(SpiTechnique.Heuristic).IsBindingUpdate(Update, Packets.HomeAddress, Recorded, Now));
    }

    [Fact]
    [Clause("5555-2.3.2.2-port", "trap-one-nat", "draft-4-port")]
    public void The_port_tells_two_mobile_nodes_behind_one_nat_apart() =>
        Assert.True(Make(SpiTechnique.Heuristic).IsBindingUpdate(Update, Packets.HomeAddress, Recorded with { RemotePort = 1 }, Now));

    [Fact]
    public void An_update_over_ipv4_is_in_udp_even_if_data_is_not()
    {
        _bindings.Put(new HomeAddresses(Packets.HomeAddress, default), Tunnels.AtHomeAgent(Encapsulation.Ipv4), 2, Now.AddHours(1));
        Assert.False(Make(SpiTechnique.Heuristic).IsBindingUpdate(Update, Packets.HomeAddress, Recorded, Now));
    }

    [Fact]
    public void Native_signalling_is_known_by_its_form()
    {
        _bindings.Put(new HomeAddresses(Packets.HomeAddress, default), Tunnels.AtHomeAgent(Encapsulation.Ipv6), 2, Now.AddHours(1));
        var native = new Ingress(Encapsulation.Native, Packets.HomeAgent, Packets.CareOf, HomeAddressOption: true);
        Assert.True(Make(SpiTechnique.Heuristic).IsBindingUpdate(Update, Packets.HomeAddress, native, Now));
    }

    [Fact]
    public void Another_mobile_nodes_spi_is_no_update_to_the_api() =>
        Assert.False(Make(SpiTechnique.Api).IsBindingUpdate(Update, Packets.Correspondent, AfterHandover, Now));

    private IInboundSpiClassifier Make(SpiTechnique technique) =>
        SpiClassifier.Inbound(technique, new Oracle().With(Update, Packets.HomeAddress), _bindings);
}
