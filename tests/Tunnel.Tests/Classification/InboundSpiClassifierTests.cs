using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Classification;

/// <summary>Req 4: the outer source is noted before IPsec and found again after it.</summary>
public sealed class InboundSpiClassifierTests
{
    private const uint Update = 0x3000;
    private const uint Data = 0x1000;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Ingress Recorded = Tunnels.IngressOf(Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
    private static readonly Ingress AfterHandover = Recorded with { Remote = Packets.CorrespondentIpv4, RemotePort = 7 };
    private static readonly Ingress Forged = Recorded with { Remote = Ipv4Address.Parse("192.0.2.66"), RemotePort = 66 };

    private readonly BindingTable _bindings = new();

    public InboundSpiClassifierTests() => _bindings.Put(
        new HomeAddresses(Packets.HomeAddress, default), Tunnels.AtHomeAgent(Encapsulation.UdpIpv4), 1, Now.AddHours(1));

    public static TheoryData<SpiTechnique> Techniques => [SpiTechnique.Api, SpiTechnique.Heuristic];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void An_update_from_a_new_source_is_noted_and_taken_once(SpiTechnique technique)
    {
        var classifier = Make(technique);
        Assert.True(classifier.IsBindingUpdate(Update, Packets.HomeAddress, AfterHandover, Now));
        Assert.True(classifier.TryTake(Packets.HomeAddress, out var ingress));
        Assert.Equal(AfterHandover, ingress);
        Assert.False(classifier.TryTake(Packets.HomeAddress, out _));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Data_from_the_recorded_source_is_not_noted(SpiTechnique technique)
    {
        var classifier = Make(technique);
        Assert.False(classifier.IsBindingUpdate(Data, Packets.HomeAddress, Recorded, Now));
        Assert.False(classifier.TryTake(Packets.HomeAddress, out _));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void A_first_update_is_noted(SpiTechnique technique)
    {
        var classifier = SpiClassifier.Inbound(technique, new Oracle().With(Update, Packets.Correspondent), _bindings);
        Assert.True(classifier.IsBindingUpdate(Update, Packets.Correspondent, Recorded, Now));
        Assert.True(classifier.TryTake(Packets.Correspondent, out var ingress));
        Assert.Equal(Recorded, ingress);
    }

    [Fact]
    public void A_refresh_is_an_update_to_the_api_and_data_to_the_heuristic()
    {
        Assert.True(Make(SpiTechnique.Api).IsBindingUpdate(Update, Packets.HomeAddress, Recorded, Now));
        Assert.False(Make(SpiTechnique.Heuristic).IsBindingUpdate(Update, Packets.HomeAddress, Recorded, Now));
    }

    [Fact]
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
        var classifier = Make(SpiTechnique.Heuristic);
        Assert.True(classifier.IsBindingUpdate(Update, Packets.HomeAddress, native, Now));
        Assert.True(classifier.TryTake(Packets.HomeAddress, out var ingress));
        Assert.Equal(native, ingress);
    }

    [Fact]
    public void Another_mobile_nodes_spi_is_no_update_to_the_api() =>
        Assert.False(Make(SpiTechnique.Api).IsBindingUpdate(Update, Packets.Correspondent, AfterHandover, Now));

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Notes_are_bounded_and_the_oldest_goes(SpiTechnique technique)
    {
        var oracle = new Oracle();
        for (var i = 0u; i < 3; i++) oracle.With(Update + i, Home(i));
        IInboundSpiClassifier classifier = technique == SpiTechnique.Api
            ? new ApiInboundSpiClassifier(oracle, capacity: 2)
            : new HeuristicInboundSpiClassifier(new BindingTable(), capacity: 2);
        for (var i = 0u; i < 3; i++) Assert.True(classifier.IsBindingUpdate(Update + i, Home(i), AfterHandover, Now));
        Assert.False(classifier.TryTake(Home(0), out _));
        Assert.True(classifier.TryTake(Home(1), out _));
        Assert.True(classifier.TryTake(Home(2), out _));
    }

    /// <summary>What the techniques of the draft can do: IPsec that answers before the next packet is looked at gives each message its own note.</summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Forged_packets_do_no_harm_when_ipsec_is_synchronous(SpiTechnique technique)
    {
        var classifier = Make(technique);
        classifier.IsBindingUpdate(Update, Packets.HomeAddress, Forged, Now); // IPsec discards it
        classifier.IsBindingUpdate(Update, Packets.HomeAddress, AfterHandover, Now);
        Assert.True(classifier.TryTake(Packets.HomeAddress, out var ingress)); // IPsec lets it out
        classifier.IsBindingUpdate(Update, Packets.HomeAddress, Forged, Now);
        Assert.Equal(AfterHandover, ingress);
    }

    /// <summary>What they cannot do: with a queue inside IPsec a forged packet takes the place of the real one. The tag can.</summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Forged_packets_between_update_and_clear_message_are_harmless_to_the_tag_only(SpiTechnique technique)
    {
        var classifier = Make(technique);
        var ledger = new IngressLedger(8);
        var insideIpsec = new List<(byte[] Packet, Ingress Truth)>();
        foreach (var ingress in new[] { Forged, AfterHandover, Forged, AfterHandover with { RemotePort = 8 }, Forged })
        {
            var packet = Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(Update));
            classifier.IsBindingUpdate(Update, Packets.HomeAddress, ingress, Now);
            FlowLabelTag.Stamp(packet, ledger.Record(ingress));
            if (ingress != Forged) insideIpsec.Add((packet, ingress));
        }
        foreach (var (packet, truth) in insideIpsec)
        {
            Assert.True(ledger.TryTake(FlowLabelTag.Read(packet), out var ingress));
            Assert.Equal(truth, ingress);
        }
        Assert.True(classifier.TryTake(Packets.HomeAddress, out var mistaken));
        Assert.Equal(Forged, mistaken);
    }

    private IInboundSpiClassifier Make(SpiTechnique technique) =>
        SpiClassifier.Inbound(technique, new Oracle().With(Update, Packets.HomeAddress), _bindings);

    private static Ipv6Address Home(uint number) => new(Packets.HomeAddress.Value + number);
}
