using DsMip.Configuration;
using DsMip.MobileNode.Core;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

public sealed class OptionsTests
{
    [Fact]
    [Clause("6275-11.6.1-configurable")]
    public void Routes_are_optimized_only_where_that_is_asked_for()
    {
        Assert.False(Settings.Read().RouteOptimization);
        Assert.True(Settings.Read(("RouteOptimization", "true"), ("Ipsec", null)).RouteOptimization);
        Assert.Contains("Ike", Assert.Throws<ConfigurationException>(() => Settings.Read(("RouteOptimization", "true"), ("Ipsec", "Kernel"))).Message, StringComparison.Ordinal);
        Assert.Contains("ProtectPayload", Assert.Throws<ConfigurationException>(
            () => Settings.Read(("RouteOptimization", "true"), ("Ipsec", "Kernel"), ("ProtectPayload", "true"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_of_the_manual()
    {
        var options = Settings.Read();
        Assert.Equal("dsmip0", options.TunnelInterface);
        Assert.Equal(1400, options.TunnelMtu);
        Assert.Equal(BindingLifetime.From(TimeSpan.FromMinutes(10)), options.Lifetime);
        Assert.False(options.ForceUdp);
        Assert.Equal(SpiTechnique.Api, options.SpiTechnique);
        Assert.Empty(options.Interfaces);
        Assert.Equal("/var/lib/dsmip-mn", options.StateDirectory);
        Assert.Equal("/run/dsmip-mn.sock", options.ControlSocket);
        Assert.Equal(0x2001u, options.Keys!.BindingAcknowledgement.Parameters.Spi.Value);
    }

    [Fact]
    public void Everything_optional_can_be_set()
    {
        var options = Settings.Read(
            ("Ipv4HomeAddress", "0.0.0.0"), ("TunnelInterface", "mip0"), ("TunnelMtu", "1280"), ("Lifetime", "00:01:00"), ("ForceUdp", "true"),
            ("SpiTechnique", "heuristic"), ("Interfaces", "wlan0, wwan0"), ("BindingUpdate:ExtendedSequenceNumbers", "false"));
        Assert.Equal(Ipv4Address.Any, options.Ipv4HomeAddress);
        Assert.Equal("mip0", options.TunnelInterface);
        Assert.Equal(1280, options.TunnelMtu);
        Assert.Equal(new BindingLifetime(15), options.Lifetime);
        Assert.True(options.ForceUdp);
        Assert.Equal(SpiTechnique.Heuristic, options.SpiTechnique);
        Assert.Equal("wlan0 wwan0", string.Join(' ', options.Interfaces));
        Assert.False(options.Keys!.BindingUpdate.Parameters.ExtendedSequenceNumbers);
    }

    [Fact]
    public void Each_contradiction_of_the_RFCs_has_its_switch()
    {
        Assert.Equal(InteroperabilityOptions.Default, Settings.Read().Registration.Interoperability);
        Assert.Equal(
            new InteroperabilityOptions
            {
                AcknowledgementOfType29 = true, NatDetectionOption = NatDetectionReading.AlwaysUdp, HomeAddressOptionOverIpv4 = true, AlternateCareOfAddressOverIpv4 = true,
            },
            Settings.Read(
                ("Interoperability:Ipv4AddressAcknowledgementType", "29"), ("Interoperability:NatDetectionOption", "AlwaysUdp"),
                ("Interoperability:HomeAddressOptionOverIpv4", "true"), ("Interoperability:AlternateCareOfAddressOverIpv4", "true")).Registration.Interoperability);
    }

    [Fact]
    public void Interfaces_can_be_a_json_array() => Assert.Equal("a0 b0", string.Join(' ', Settings.Read(("Interfaces:0", "a0"), ("Interfaces:1", "b0")).Interfaces));

    [Fact]
    public void No_ipv4_home_address_and_no_ipv4_home_agent_are_fine()
    {
        var options = Settings.Read(("Ipv4HomeAddress", null), ("HomeAgentIpv4Address", null));
        Assert.Null(options.Ipv4HomeAddress);
        Assert.True(options.HomeAgentIpv4Address.IsUnspecified);
    }

    [Theory]
    [InlineData("HomeAddress", null, "HomeAddress")]
    [InlineData("HomeAddress", "fe80::1", "HomeAddress")]
    [InlineData("HomeAddress", "10.0.0.1", "HomeAddress")]
    [InlineData("HomeAddress", "2001:db8:2::50", "HomeAddress")]
    [InlineData("HomePrefix", "2001:db8:1::", "HomePrefix")]
    [InlineData("HomePrefix", "2001:db8:1::/129", "HomePrefix")]
    [InlineData("Ipv4HomeAddress", "224.0.0.1", "Ipv4HomeAddress")]
    [InlineData("Ipv4HomeAddress", "10.1", "Ipv4HomeAddress")]
    [InlineData("Ipv4HomeAddress", "192.0.2.2", "Ipv4HomeAddress")]
    [InlineData("HomeAgentAddress", "2001:db8:1::50", "HomeAgentAddress")]
    [InlineData("HomeAgentIpv4Address", "255.255.255.255", "HomeAgentIpv4Address")]
    [InlineData("TunnelInterface", "much-too-long-a-name", "TunnelInterface")]
    [InlineData("TunnelMtu", "1279", "TunnelMtu")]
    [InlineData("TunnelMtu", "9217", "TunnelMtu")]
    [InlineData("TunnelMtu", "big", "TunnelMtu")]
    [InlineData("Lifetime", "600", "Lifetime")]
    [InlineData("Lifetime", "00:00:03", "Lifetime")]
    [InlineData("Lifetime", "4.00:00:00", "Lifetime")]
    [InlineData("ForceUdp", "yes", "ForceUdp")]
    [InlineData("Interoperability:Ipv4AddressAcknowledgementType", "28", "Interoperability:Ipv4AddressAcknowledgementType")]
    [InlineData("Interoperability:NatDetectionOption", "Never", "Interoperability:NatDetectionOption")]
    [InlineData("Interoperability:HomeAddressOptionOverIpv4", "on", "Interoperability:HomeAddressOptionOverIpv4")]
    [InlineData("Interoperability:AlternateCareOfAddressOverIpv4", "on", "Interoperability:AlternateCareOfAddressOverIpv4")]
    [InlineData("Interoperability:RoutingHeaderOverIpv4", "Always", "Interoperability:RoutingHeaderOverIpv4")]
    [InlineData("SpiTechnique", "1", "SpiTechnique")]
    [InlineData("SpiTechnique", "magic", "SpiTechnique")]
    [InlineData("Interfaces", "dsmip0", "Interfaces")]
    [InlineData("ControlSocket", "/x/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789", "ControlSocket")]
    [InlineData("HomeAdress", "2001:db8:1::50", "HomeAdress")]
    [InlineData("BindingUpdate:Spi", null, "BindingUpdate:Spi")]
    [InlineData("BindingUpdate:Spi", "255", "BindingUpdate:Spi")]
    [InlineData("BindingUpdate:Suite", "rot13", "BindingUpdate:Suite")]
    [InlineData("BindingUpdate:Suite", "aes-cbc-128-hmac-sha1-96", "BindingUpdate:Suite")]
    [InlineData("BindingUpdate:EncryptionKey", "0001", "BindingUpdate:EncryptionKey")]
    [InlineData("BindingUpdate:EncrptionKey", "0001", "BindingUpdate:EncrptionKey")]
    [InlineData("BindingAcknowledgement:IntegrityKey", "00", "BindingAcknowledgement:IntegrityKey")]
    public void A_wrong_value_names_its_key_in_one_line(string key, string? value, string named)
    {
        var error = Assert.Throws<ConfigurationException>(() => Settings.Read((key, value)));
        Assert.Equal(named, error.Key);
        Assert.StartsWith(named + ": ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_message_about_a_key_does_not_show_it()
    {
        var error = Assert.Throws<ConfigurationException>(() => Settings.Read(("BindingUpdate:EncryptionKey", "c0ffee")));
        Assert.DoesNotContain("c0ffee", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Other_keys_have_another_fingerprint()
    {
        var one = Settings.Read().Keys!.BindingUpdate.Fingerprint;
        Assert.Equal(one, Settings.Read().Keys!.BindingUpdate.Fingerprint);
        Assert.Equal(one, Settings.Read(("BindingUpdate:Spi", "4098")).Keys!.BindingUpdate.Fingerprint);
        Assert.NotEqual(one, Settings.Read(("BindingUpdate:EncryptionKey", "ff0102030405060708090a0b0c0d0e0f10111213")).Keys!.BindingUpdate.Fingerprint);
    }
}
