using DsMip.Configuration;
using DsMip.MobileNode.Configuration;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>Where IPsec runs and keys come from.</summary>
public sealed class IpsecOptionsTests : IDisposable
{
    private static readonly (string Key, string? Value)[] Ike =
    [
        ("Ipsec", "Kernel"), ("BindingUpdate:Spi", null), ("BindingUpdate:EncryptionKey", null), ("BindingAcknowledgement:Spi", null),
        ("BindingAcknowledgement:Suite", null), ("BindingAcknowledgement:EncryptionKey", null), ("Ike:Identity", "alice@example.org"),
        ("Ike:HomeAgentIdentity", "ha.example.org"), ("Ike:PresharedKey", "a secret of both"),
    ];

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Ipsec_is_in_this_process_with_keys_by_hand_unless_somebody_says_otherwise()
    {
        var options = Settings.Read(("Ipsec", null));
        Assert.Equal(IpsecImplementation.Bits, options.Ipsec);
        Assert.False(options.ProtectPayload);
        Assert.Null(options.Ike);
        Assert.NotNull(options.Keys);
        Assert.False(options.Registration.KeyManagementMobility);
    }

    [Fact]
    public void The_kernel_takes_keys_by_hand_too()
    {
        var options = Settings.Read(("Ipsec", "kernel"), ("ProtectPayload", "true"));
        Assert.Equal((IpsecImplementation.Kernel, true), (options.Ipsec, options.ProtectPayload));
        Assert.NotNull(options.Keys);
    }

    [Fact]
    [Clause("6275-11.7.1-k")]
    public void With_ike_there_are_no_keys_and_flag_K_is_set()
    {
        var options = Settings.Read(Ike);
        Assert.Equal(new IkeOptions("/var/run/charon.vici", "alice@example.org", "ha.example.org", "a secret of both", null, null, null), options.Ike);
        Assert.Null(options.Keys);
        Assert.True(options.Registration.KeyManagementMobility);
        Assert.DoesNotContain("secret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_take_the_place_of_the_preshared_key()
    {
        var options = Settings.Read([.. Ike, ("Ike:PresharedKey", null), ("Ike:Certificate", _file), ("Ike:PrivateKey", _file), ("Ike:CaCertificate", _file)]);
        Assert.Equal((null, _file, _file, _file), (options.Ike!.PresharedKey, options.Ike.Certificate, options.Ike.PrivateKey, options.Ike.CaCertificate));
    }

    [Theory]
    [InlineData("Ipsec", "Hardware", "Ipsec")]
    [InlineData("Ipsec", "Bits", "Ike")]
    [InlineData("Ike:Identity", null, "Ike:Identity")]
    [InlineData("Ike:HomeAgentIdentity", null, "Ike:HomeAgentIdentity")]
    [InlineData("Ike:HomeAgentIdentity", "alice@example.org", "Ike:HomeAgentIdentity")]
    [InlineData("Ike:PresharedKey", null, "Ike:PresharedKey")]
    [InlineData("Ike:PresharedKey", "0xsecret", "Ike:PresharedKey")]
    [InlineData("Ike:PresharedKey", "0ssecret!", "Ike:PresharedKey")]
    [InlineData("Ike:PresharedKey", "0x", "Ike:PresharedKey")]
    [InlineData("Ike:ViciSocket", "/run/012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567", "Ike:ViciSocket")]
    [InlineData("Ike:Certificate", "/nowhere/mn.pem", "Ike:Certificate")]
    [InlineData("Ike:Certificate", "/dev/null", "Ike:PresharedKey")]
    [InlineData("Ike:Presharedkey2", "x", "Ike:Presharedkey2")]
    [InlineData("BindingUpdate:Spi", "4097", "BindingUpdate")]
    [InlineData("Ipv4HomeAddress", "0.0.0.0", "Ipv4HomeAddress")]
    public void What_does_not_go_together_names_its_key_in_one_line(string key, string? value, string named)
    {
        var error = Assert.Throws<ConfigurationException>(() => Settings.Read([.. Ike, ("ProtectPayload", key == "Ipv4HomeAddress" ? "true" : null), (key, value)]));
        Assert.Equal(named, error.Key);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_is_protected_by_the_kernel_only() =>
        Assert.Equal("ProtectPayload", Assert.Throws<ConfigurationException>(() => Settings.Read(("Ipsec", "Bits"), ("ProtectPayload", "true"))).Key);

    [Fact]
    public void Without_ipsec_there_are_no_keys_of_any_origin()
    {
        var none = Settings.WithoutIpsec;
        var options = Settings.Read(none);
        Assert.True(options.AcceptUnprotectedSignalling);
        Assert.Null(options.Keys);
        Assert.Equal("BindingUpdate", Refused(("BindingUpdate:Spi", "4097")));
        Assert.Equal("Insecure:AcceptUnprotectedSignalling", Refused(("Ipsec", "Kernel")));
        Assert.Equal("BindingUpdate:Spi", Assert.Throws<ConfigurationException>(() => Settings.Read([.. none, ("Insecure:AcceptUnprotectedSignalling", "false")])).Key);

        string Refused((string, string?) change) => Assert.Throws<ConfigurationException>(() => Settings.Read([.. none, change])).Key;
    }
}
