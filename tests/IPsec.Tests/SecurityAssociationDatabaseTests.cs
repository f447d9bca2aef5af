using DsMip.Wire;

namespace DsMip.IPsec.Tests;

public sealed class SecurityAssociationDatabaseTests : IDisposable
{
    private static readonly PacketSelectors BindingUpdate = new(Packets.Alice, Packets.Bob, IpProtocol.MobilityHeader) { MhType = 5 };
    private static readonly SecurityPolicy Anything = SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.Any);

    private readonly SecurityAssociationDatabase _sad = new();

    public void Dispose() => _sad.Dispose();

    [Fact]
    public void The_spi_that_protects_a_packet_can_be_asked_for()
    {
        Add(Outbound(0x200, TrafficSelector.MobilityHeader(Packets.Alice, Packets.Bob, 5)));
        Add(Outbound(0x300, new TrafficSelector(Ipv6Prefix.Parse("2001:db8:1::/64"), AddressSelector.Any)));
        Assert.True(_sad.TryFindOutbound(BindingUpdate, out var spi));
        Assert.Equal(new Spi(0x200), spi);
        Assert.True(_sad.TryFindOutbound(BindingUpdate with { MhType = 1 }, out spi));
        Assert.Equal(new Spi(0x300), spi);
        Assert.False(_sad.TryFindOutbound(BindingUpdate with { Local = Packets.Bob }, out _));
    }

    [Fact]
    public void The_selectors_of_an_inbound_spi_can_be_asked_for()
    {
        var selector = TrafficSelector.MobilityHeader(Packets.Alice, Packets.Bob, 6);
        Assert.True(_sad.TryAdd(new InboundSecurityAssociation(Keys.For(EspSuite.AesGcm128, 0x400), selector), out _));
        Assert.True(_sad.TryGetInboundSelectors(new Spi(0x400), out var found));
        Assert.Equal(selector, found);
        Assert.False(_sad.TryGetInboundSelectors(new Spi(0x401), out _));
    }

    [Fact]
    public void A_newer_sa_takes_over_and_gives_back()
    {
        var selector = TrafficSelector.MobilityHeader(Packets.Alice, Packets.Bob, 5);
        var older = Outbound(0x200, selector);
        var newer = Outbound(0x201, selector);
        Add(older);
        Add(newer);
        Assert.Same(newer, _sad.FindOutbound(BindingUpdate, Anything));
        Assert.True(_sad.Remove(newer));
        Assert.Same(older, _sad.FindOutbound(BindingUpdate, Anything));
        Assert.False(_sad.Remove(newer));
    }

    /// <summary>RFC 4301 4.4.2: the policy entry points to the SA. One made for a later, wider entry stays out of it, however new.</summary>
    [Fact]
    [Clause("4301-4.4.2-entry")]
    public void An_sa_wider_than_the_policy_entry_does_not_serve_it()
    {
        var entry = SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.MobilityHeader(Packets.Alice, AddressSelector.Any));
        var own = Outbound(0x200, TrafficSelector.MobilityHeader(Packets.Alice, Packets.Bob, 5));
        Add(own);
        Add(Outbound(0x300, new TrafficSelector(Packets.Alice, AddressSelector.Any)));
        Add(Outbound(0x400, TrafficSelector.MobilityHeader(AddressSelector.Any, AddressSelector.Any)));
        Assert.Same(own, _sad.FindOutbound(BindingUpdate, entry));
        Assert.True(_sad.Remove(own));
        Assert.Null(_sad.FindOutbound(BindingUpdate, entry));
    }

    [Fact]
    [Clause("4301-4.4.2-entry")]
    public void A_transport_mode_policy_is_not_served_by_a_tunnel()
    {
        Add(new OutboundSecurityAssociation(Keys.For(EspSuite.AesGcm128), default, new TunnelEndpoints(Packets.Alice, Packets.Bob)));
        Assert.Null(_sad.FindOutbound(BindingUpdate, Anything));
        Assert.True(_sad.TryFindOutbound(BindingUpdate, out _));
    }

    [Fact]
    [Clause("4301-4.1-sad")]
    public void An_spi_is_taken_once()
    {
        Assert.True(_sad.TryAdd(new InboundSecurityAssociation(Keys.For(EspSuite.NullHmacSha256), default), out _));
        Assert.False(_sad.TryAdd(new InboundSecurityAssociation(Keys.For(EspSuite.NullHmacSha256), default), out var error));
        Assert.Equal("SPI 00001000 is in use already", error);
    }

    [Fact]
    [Clause("4106-2-nonce")]
    public void One_gcm_key_in_two_sas_is_refused_since_it_would_repeat_nonces()
    {
        var inbound = new InboundSecurityAssociation(Keys.For(EspSuite.AesGcm256), default);
        Assert.True(_sad.TryAdd(inbound, out _));
        Assert.False(_sad.TryAdd(new OutboundSecurityAssociation(Keys.For(EspSuite.AesGcm256), default), out var error));
        Assert.Contains("repeats the aes-gcm-16-256 key", error, StringComparison.Ordinal);
        Assert.True(_sad.Remove(inbound));
        Add(Outbound(0x1000, default));
    }

    private static OutboundSecurityAssociation Outbound(uint spi, TrafficSelector selector) => new(Keys.For(EspSuite.AesGcm128, spi), selector);

    private void Add(OutboundSecurityAssociation sa) => Assert.True(_sad.TryAdd(sa, out var error), error);
}
