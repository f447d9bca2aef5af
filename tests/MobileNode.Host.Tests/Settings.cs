using DsMip.MobileNode.Configuration;
using Microsoft.Extensions.Configuration;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>A configuration that is right, to be made wrong one key at a time.</summary>
internal static class Settings
{
    /// <summary>Changes to a configuration without IPsec.</summary>
    public static (string Key, string? Value)[] WithoutIpsec =>
    [
        ("Ipsec", null), ("Insecure:AcceptUnprotectedSignalling", "true"),
        .. Right().Keys.Where(key => key.StartsWith("Binding", StringComparison.Ordinal)).Select(key => (key, (string?)null)),
    ];

    public static Dictionary<string, string?> Right() => new()
    {
        ["Ipsec"] = Environment.GetEnvironmentVariable("DSMIP_TEST_IPSEC"),
        ["HomeAddress"] = "2001:db8:1::50",
        ["HomePrefix"] = "2001:db8:1::/64",
        ["Ipv4HomeAddress"] = "198.51.100.50",
        ["HomeAgentAddress"] = "2001:db8:1::1",
        ["HomeAgentIpv4Address"] = "192.0.2.2",
        ["BindingUpdate:Spi"] = "4097",
        ["BindingUpdate:EncryptionKey"] = "000102030405060708090a0b0c0d0e0f10111213",
        ["BindingAcknowledgement:Spi"] = "0x2001",
        ["BindingAcknowledgement:Suite"] = "aes-gcm-16-128",
        ["BindingAcknowledgement:EncryptionKey"] = "100102030405060708090a0b0c0d0e0f10111213",
    };

    public static MobileNodeOptions Read(params (string Key, string? Value)[] changes)
    {
        var settings = Right();
        foreach (var (key, value) in changes) settings[key] = value;
        return MobileNodeOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
