using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Options;

public sealed class NameUpdateOptionsTests : IDisposable
{
    private readonly string _key = Path.GetTempFileName();

    public NameUpdateOptionsTests() => File.WriteAllText(_key, Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]) + "\n");

    public void Dispose() => File.Delete(_key);

    [Fact]
    public void The_section_is_read_and_the_secret_is_not_printed()
    {
        var options = Read(("NameUpdates:TimeToLive", "00:05:00"), ("NameUpdates:KeyAlgorithm", "HmacSha512")).NameUpdates!;
        Assert.Equal(("example.org", 53, TsigAlgorithm.HmacSha512, 300, 32), (options.Zone, options.Port, options.Algorithm, options.TimeToLive, options.Key.Count));
        Assert.DoesNotContain("Key", options.ToString(), StringComparison.Ordinal);
        Assert.Null(Configured.Options().NameUpdates);
    }

    [Fact]
    public void A_process_that_holds_no_bindings_needs_no_key() =>
        Assert.Empty(Read(("Roles", "admin"), ("NameUpdates:KeyFile", null)).NameUpdates!.Key);

    [Theory]
    [Clause("5026-9.5-secure")]
    [InlineData("NameUpdates:Server", null, "NameUpdates:Server")]
    [InlineData("NameUpdates:Zone", null, "NameUpdates:Zone")]
    [InlineData("NameUpdates:Zone", "org", "NameUpdates:Zone")]
    [InlineData("NameUpdates:KeyName", null, "NameUpdates:KeyName")]
    [InlineData("NameUpdates:KeyFile", null, "NameUpdates:KeyFile")]
    [InlineData("NameUpdates:KeyFile", "/nowhere/at/all", "NameUpdates:KeyFile")]
    [InlineData("NameUpdates:KeyFile", "/etc/passwd", "NameUpdates:KeyFile")]
    [InlineData("MobileNodes:0:DnsName", "alice.example.net", "MobileNodes:0:DnsName")]
    [InlineData("MobileNodes:0:DnsName", "alice", "MobileNodes:0:DnsName")]
    [InlineData("MobileNodes:1:DnsName", "ALICE.example.org.", "MobileNodes:1:DnsName")]
    public void What_is_wrong_is_named(string key, string? value, string named) =>
        Assert.Equal(named, Assert.Throws<ConfigurationException>(() => Read(("MobileNodes:0:DnsName", "alice.example.org"), (key, value))).Key);

    [Fact]
    public void A_name_needs_a_server() =>
        Assert.Equal("MobileNodes:0:DnsName", Assert.Throws<ConfigurationException>(() => Configured.Options(("MobileNodes:0:DnsName", "alice.example.org"))).Key);

    /// <summary>RFC 5026 9.5: it is the name that IKE has authenticated, and no other one can be configured beside it.</summary>
    [Theory]
    [Clause("5026-9.5-fqdn")]
    [InlineData("mn.example.org", "mn.example.org")]
    [InlineData("mn.example.net", null)]
    [InlineData("mn@example.org", null)]
    public void With_negotiated_keys_the_name_is_the_identity(string identity, string? name)
    {
        var options = Read(Negotiated(identity));
        Assert.Equal(name, NameConsistency.OwnName(options, options.MobileNodes[0]));
        Assert.Null(NameConsistency.OwnName(options with { NameUpdates = null }, options.MobileNodes[0]));
        Assert.Equal("MobileNodes:0:DnsName", Assert.Throws<ConfigurationException>(() => Read([.. Negotiated(identity), ("MobileNodes:0:DnsName", "other.example.org")])).Key);
        if (name is not null) Assert.Throws<ConfigurationException>(() => Read([.. Negotiated(identity), ("MobileNodes:1:DnsName", name)]));
    }

    private static (string Key, string? Value)[] Negotiated(string identity) =>
    [
        ("Ipsec", "Kernel"), ("Ike:Identity", "ha.example.org"), ("MobileNodes:0:Ike:Identity", identity), ("MobileNodes:0:Ike:PresharedKey", "secret"),
        ("MobileNodes:0:BindingUpdate:Spi", null), ("MobileNodes:0:BindingUpdate:EncryptionKey", null),
        ("MobileNodes:0:BindingAcknowledgement:Spi", null), ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", null),
    ];

    private HomeAgentOptions Read(params (string Key, string? Value)[] changes) => Configured.Options(
        [("NameUpdates:Server", "192.0.2.53"), ("NameUpdates:Zone", "example.org"), ("NameUpdates:KeyName", "dsmip-ha"), ("NameUpdates:KeyFile", _key), .. changes]);
}
