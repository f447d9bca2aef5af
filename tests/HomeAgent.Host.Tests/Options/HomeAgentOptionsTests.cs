using DsMip.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Options;

public sealed class HomeAgentOptionsTests
{
    [Fact]
    public void A_right_configuration_is_read()
    {
        var options = Configured.Options(("NatRefresh", "00:00:20"), ("MaximumLifetime", "00:30:00"), ("HomeLink", "home0"));

        Assert.Equal(Ipv6Address.Parse(Configured.HomeAgent), options.HomeAgentAddress);
        Assert.Equal(TimeSpan.FromSeconds(20), options.NatRefresh);
        Assert.Equal(TimeSpan.FromMinutes(30), options.MaximumLifetime);
        Assert.Equal("home0", options.HomeLink);
        Assert.Equal(NodeRoles.Control | NodeRoles.Admin, options.Roles);
        Assert.Equal(2, options.MobileNodes.Length);
        Assert.Equal(1001u, options.MobileNodes[0].Keys!.BindingUpdate.Spi.Value);
    }

    [Fact]
    public void What_is_not_given_has_its_default()
    {
        var options = Configured.Options(("Roles", null), ("Admin:Listen", null), ("Ipv4Pool", null));

        Assert.Equal(NodeRoles.All, options.Roles);
        Assert.Equal(new Uri("http://127.0.0.1:8191"), options.Admin.Listen);
        Assert.Equal("dsmip0", options.TunnelInterface);
        Assert.Equal(1400, options.TunnelMtu);
        Assert.Equal(TimeSpan.FromHours(1), options.MaximumLifetime);
        Assert.Equal(TimeSpan.FromSeconds(30), options.NatRefresh);
        Assert.True(options.AllowUdpRequest);
        Assert.False(options.ForceUdp);
        Assert.Null(options.Ipv4Pool);
    }

    [Fact]
    [Clause("5555-3.2.2-default")]
    public void A_refresh_time_of_zero_switches_keepalives_off() => Assert.Null(Configured.Options(("NatRefresh", "00:00:00")).NatRefresh);

    [Theory]
    [InlineData("HomeAgentAddress", null, "HomeAgentAddress")]
    [InlineData("HomeAgentAddress", "198.51.100.1", "HomeAgentAddress")]
    [InlineData("HomeAgentAddress", "2001:db8:2::1", "HomeAgentAddress")]
    [InlineData("HomePrefix", "2001:db8:1::", "HomePrefix")]
    [InlineData("HomeAgentIpv4Address", "10.1", "HomeAgentIpv4Address")]
    [InlineData("TunnelMtu", "1279", "TunnelMtu")]
    [InlineData("TunnelMtu", "9217", "TunnelMtu")]
    [InlineData("SpiTechnique", "Guess", "SpiTechnique")]
    [InlineData("TunnelMtu", "many", "TunnelMtu")]
    [InlineData("TunnelInterface", "a/b", "TunnelInterface")]
    [InlineData("TunnelInterface", "sixteen-long-abc", "TunnelInterface")]
    [InlineData("MaximumLifetime", "30", "MaximumLifetime")]
    [InlineData("MaximumLifetime", "00:00:03", "MaximumLifetime")]
    [InlineData("MaximumLifetime", "4.00:00:00", "MaximumLifetime")]
    [InlineData("NatRefresh", "-00:00:01", "NatRefresh")]
    [InlineData("ForceUdp", "yes", "ForceUdp")]
    [InlineData("Interoperability:Ipv4AddressAcknowledgementType", "31", "Interoperability:Ipv4AddressAcknowledgementType")]
    [InlineData("Interoperability:NatDetectionOption", "Never", "Interoperability:NatDetectionOption")]
    [InlineData("Interoperability:RoutingHeaderOverIpv4", "Sometimes", "Interoperability:RoutingHeaderOverIpv4")]
    [InlineData("Interoperability:RequireAlternateCareOfAddress", "1", "Interoperability:RequireAlternateCareOfAddress")]
    [InlineData("Interoperability:PayloadRebinding", "Anywhere", "Interoperability:PayloadRebinding")]
    [InlineData("Interoperability:HomeAddressOptionOverIpv4", "true", "Interoperability:HomeAddressOptionOverIpv4")]
    [InlineData("Roles", "control,boss", "Roles")]
    [InlineData("Roles", "7", "Roles")]
    [InlineData("SourceTranslation:OwnNetworks", "10.1.0.0", "SourceTranslation:OwnNetworks")]
    [InlineData("SourceTranslation:KnownNats", "2001:db8::/32", "SourceTranslation:KnownNats")]
    [InlineData("Ipv4Pool", "10.10.0.9", "Ipv4Pool")]
    [InlineData("Ipv4Pool", "10.11.0.1-10.11.0.2", "Ipv4Pool")]
    [InlineData("Ipv4HomePrefix", null, "Ipv4Pool")]
    [InlineData("Store:Provider", "Oracle", "Store:Provider")]
    [InlineData("Admin:Listen", "127.0.0.1", "Admin:Listen")]
    [InlineData("Cluster:Port", "70000", "Cluster:Port")]
    [InlineData("HomePrefx", "2001:db8::/64", "HomePrefx")]
    [InlineData("MobileNodes:1:Ipv4HomeAdress", "10.10.0.10", "MobileNodes:1:Ipv4HomeAdress")]
    [InlineData("Store:ConnectionSting", "Data Source=x", "Store:ConnectionSting")]
    [InlineData("MobileNodes:1:HomeAddress", "2001:db8:9::1", "MobileNodes:1:HomeAddress")]
    [InlineData("MobileNodes:1:HomeAddress", Configured.Alice, "MobileNodes:1:HomeAddress")]
    [InlineData("MobileNodes:1:HomeAddress", Configured.HomeAgent, "MobileNodes:1:HomeAddress")]
    [InlineData("MobileNodes:1:Ipv4HomeAddress", "10.10.0.10", "MobileNodes:1:Ipv4HomeAddress")]
    [InlineData("MobileNodes:1:Ipv4HomeAddress", "10.99.0.10", "MobileNodes:1:Ipv4HomeAddress")]
    [InlineData("MobileNodes:1:Ipv4HomeAddress", "10.10.0.0", "MobileNodes:1:Ipv4HomeAddress")]
    [InlineData("MobileNodes:1:Ipv4HomeAddress", "10.10.0.255", "MobileNodes:1:Ipv4HomeAddress")]
    [InlineData("HomeAgentIpv4Address", "10.10.0.10", "MobileNodes:0:Ipv4HomeAddress")]
    [InlineData("MobileNodes:1:BindingUpdate:Spi", "1001", "MobileNodes:1:BindingUpdate:Spi")]
    [InlineData("MobileNodes:1:BindingUpdate:Spi", "255", "MobileNodes:1:BindingUpdate:Spi")]
    [InlineData("MobileNodes:1:BindingUpdate:Spi", null, "MobileNodes:1:BindingUpdate:Spi")]
    [InlineData("MobileNodes:1:BindingUpdate:Suite", "rot13", "MobileNodes:1:BindingUpdate:Suite")]
    [InlineData("MobileNodes:1:BindingUpdate:Suite", "aes-cbc-128-hmac-sha1-96", "MobileNodes:1:BindingUpdate:Suite")]
    [InlineData("MobileNodes:1:BindingUpdate:EncryptionKey", "00", "MobileNodes:1:BindingUpdate:EncryptionKey")]
    [InlineData("MobileNodes:1:BindingUpdate:EncryptionKey", "zz0102030405060708090a0b0c0d0e0f10111213", "MobileNodes:1:BindingUpdate:EncryptionKey")]
    [InlineData("MobileNodes:1:BindingAcknowledgement:EncryptionKey", "300102030405060708090A0b0c0d0e0f10111213", "MobileNodes:1:BindingAcknowledgement:EncryptionKey")]
    [InlineData("MobileNodes:1:BindingUpdate:EncryptionKey", "000102030405060708090A0B0C0D0E0F10111213", "MobileNodes:1:BindingUpdate:EncryptionKey")]
    [InlineData("MobileNodes:1:BindingAcknowledgement:EncryptionKey", "000102030405060708090a0b0c0d0e0f10111213", "MobileNodes:1:BindingAcknowledgement:EncryptionKey")]
    public void A_wrong_value_is_refused_by_the_name_of_its_key(string key, string? value, string named)
    {
        var error = Assert.Throws<ConfigurationException>(() => Configured.Options((key, value)));

        Assert.Equal(named, error.Key);
        Assert.NotEmpty(error.Reason);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Each_contradiction_of_the_RFCs_has_its_switch()
    {
        Assert.Equal(InteroperabilityOptions.Default, Configured.Options().Interoperability);
        Assert.Equal(
            new InteroperabilityOptions
            {
                Ipv4AddressAcknowledgementType = 29,
                NatDetectionOption = NatDetectionPresence.WhenNeeded,
                RoutingHeaderOverIpv4 = RoutingHeaderOverIpv4.Always,
                RequireAlternateCareOfAddress = true,
                PayloadRebinding = PayloadRebinding.Address,
            },
            Configured.Options(
                ("Interoperability:Ipv4AddressAcknowledgementType", "29"), ("Interoperability:NatDetectionOption", "WhenNeeded"),
                ("Interoperability:RoutingHeaderOverIpv4", "Always"), ("Interoperability:RequireAlternateCareOfAddress", "true"),
                ("Interoperability:PayloadRebinding", "Address")).Interoperability);
    }

    [Fact]
    public void A_mobile_node_without_keys_needs_the_insecure_switch_and_our_own_ipsec()
    {
        const string carol = "2001:db8:1::c";
        Assert.Equal("MobileNodes:2:BindingUpdate:Spi", Assert.Throws<ConfigurationException>(() => Configured.Options(("MobileNodes:2:HomeAddress", carol))).Key);
        var options = Configured.Options(("MobileNodes:2:HomeAddress", carol), ("Insecure:AcceptUnprotectedSignalling", "true"));
        Assert.Equal([false, false, true], options.MobileNodes.Select(node => node.IsUnprotected));
        Assert.Equal("MobileNodes:2:BindingUpdate", Assert.Throws<ConfigurationException>(() => Configured.Options(
            ("MobileNodes:2:HomeAddress", carol), ("Insecure:AcceptUnprotectedSignalling", "true"), ("Ipsec", "Kernel"))).Key);
        // Half a pair is a mistake and no wish to go without.
        Assert.Equal("MobileNodes:2:BindingAcknowledgement:Spi", Assert.Throws<ConfigurationException>(() => Configured.Options(
            ("MobileNodes:2:HomeAddress", carol), ("Insecure:AcceptUnprotectedSignalling", "true"), ("MobileNodes:2:BindingUpdate:Spi", "3001"),
            ("MobileNodes:2:BindingUpdate:EncryptionKey", "500102030405060708090a0b0c0d0e0f10111213"))).Key);
    }

    [Fact]
    public void Ipsec_is_ours_unless_something_else_is_said()
    {
        var options = Configured.Options();

        Assert.Equal((IpsecImplementation.Bits, ReassociationTechnique.Tag), (options.Ipsec, options.Reassociation));
        Assert.Null(options.Ike);
        Assert.All(options.MobileNodes, node => Assert.False(node.ProtectPayload));
    }

    [Fact]
    public void Keys_are_negotiated_for_one_mobile_node_and_by_hand_for_another()
    {
        var options = Configured.Options([.. Negotiated, ("Reassociation", "Lock"), ("MobileNodes:0:ProtectPayload", "true"), ("Ike:ViciSocket", "/run/other.vici")]);

        Assert.Equal((IpsecImplementation.Kernel, ReassociationTechnique.Lock), (options.Ipsec, options.Reassociation));
        Assert.Equal(new IkeOptions("/run/other.vici", "ha.example.org", null, null, null), options.Ike);
        var (alice, bob) = (options.MobileNodes[0], options.MobileNodes[1]);
        Assert.Equal(new IkePeerOptions("alice@example.org", "s3cret"), alice.Ike);
        Assert.Null(alice.Keys);
        Assert.True(alice.ProtectPayload);
        Assert.Null(bob.Ike);
        Assert.NotNull(bob.Keys);
        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", alice.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ipsec", "Bits", "Ike")]
    [InlineData("Ipsec", "Other", "Ipsec")]
    [InlineData("Reassociation", "Guess", "Reassociation")]
    [InlineData("Ike:Identity", null, "MobileNodes:0:Ike")]
    [InlineData("Ike:Certificate", "/etc/hostname", "Ike:PrivateKey")]
    [InlineData("Ike:PrivateKey", "/etc/hostname", "Ike:Certificate")]
    [InlineData("Ike:CaCertificate", "/nowhere/ca.pem", "Ike:CaCertificate")]
    [InlineData("MobileNodes:0:Ike:Identity", null, "MobileNodes:0:Ike:Identity")]
    [InlineData("MobileNodes:0:Ike:Identity", "HA.example.org", "MobileNodes:0:Ike:Identity")]
    [InlineData("MobileNodes:0:Ike:PresharedKey", null, "MobileNodes:0:Ike:PresharedKey")]
    [InlineData("MobileNodes:0:BindingUpdate:Spi", "1001", "MobileNodes:0:BindingUpdate")]
    [InlineData("MobileNodes:0:Ike:Certificate", "x.pem", "MobileNodes:0:Ike:Certificate")]
    public void What_ipsec_asks_of_other_keys_is_refused_by_the_name_of_a_key(string key, string? value, string named) =>
        Assert.Equal(named, Assert.Throws<ConfigurationException>(() => Configured.Options([.. Negotiated, (key, value)])).Key);

    [Fact]
    public void Two_mobile_nodes_have_two_identities()
    {
        var error = Assert.Throws<ConfigurationException>(() => Configured.Options(
            [.. Negotiated, .. WithoutKeys("MobileNodes:1"), ("MobileNodes:1:Ike:Identity", "ALICE@example.org"), ("MobileNodes:1:Ike:PresharedKey", "x")]));
        Assert.Equal("MobileNodes:1:Ike:Identity", error.Key);
    }

    [Theory]
    [InlineData("MobileNodes:1:ProtectPayload", "true", "MobileNodes:1:ProtectPayload")]
    [InlineData("Ike:Identity", "ha.example.org", "Ike")]
    public void Our_own_ipsec_neither_protects_payload_nor_negotiates_keys(string key, string value, string named) =>
        Assert.Equal(named, Assert.Throws<ConfigurationException>(() => Configured.Options((key, value))).Key);

    private static (string Key, string? Value)[] Negotiated =>
    [
        ("Ipsec", "Kernel"), ("Ike:Identity", "ha.example.org"), .. WithoutKeys("MobileNodes:0"),
        ("MobileNodes:0:Ike:Identity", "alice@example.org"), ("MobileNodes:0:Ike:PresharedKey", "s3cret"),
    ];

    private static IEnumerable<(string Key, string? Value)> WithoutKeys(string node) =>
        from association in (string[])["BindingUpdate", "BindingAcknowledgement"]
        from name in (string[])["Spi", "EncryptionKey"]
        select ($"{node}:{association}:{name}", default(string));

    [Fact]
    public void An_error_about_a_key_does_not_show_it()
    {
        var error = Assert.Throws<ConfigurationException>(() => Configured.Options(("MobileNodes:1:BindingUpdate:EncryptionKey", "c0ffee")));
        Assert.DoesNotContain("c0ffee", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_win_over_environment_and_environment_over_the_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{ "TunnelMtu": 1300, "HomeLink": "file0", "TunnelInterface": "file1" }""");
            Environment.SetEnvironmentVariable("DSMIP__HomeLink", "env0");
            Environment.SetEnvironmentVariable("DSMIP__TunnelMtu", "1301");

            var configuration = ConfigurationSources.Load(["--config", file, "--TunnelMtu=1302"]);

            Assert.Equal("1302", configuration["TunnelMtu"]);
            Assert.Equal("env0", configuration["HomeLink"]);
            Assert.Equal("file1", configuration["TunnelInterface"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DSMIP__HomeLink", null);
            Environment.SetEnvironmentVariable("DSMIP__TunnelMtu", null);
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--config", "/nonexistent/ha.json")]
    [InlineData("start", null)]
    public void A_wrong_command_line_is_refused(string first, string? second) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationSources.Load(second is null ? [first] : [first, second]));
}
