using DsMip.HomeAgent.Options;
using Microsoft.Extensions.Configuration;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>A home agent's configuration that is right, to be varied.</summary>
internal static class Configured
{
    public const string HomeAgent = "2001:db8:1::1";
    public const string Alice = "2001:db8:1::a";
    public const string Bob = "2001:db8:1::b";

    public static Dictionary<string, string?> Keys() => new()
    {
        ["HomeAgentAddress"] = HomeAgent,
        ["HomeAgentIpv4Address"] = "198.51.100.1",
        ["HomePrefix"] = "2001:db8:1::/64",
        ["Ipv4HomePrefix"] = "10.10.0.0/24",
        ["Ipv4Pool"] = "10.10.0.100-10.10.0.101",
        ["Roles"] = "control,admin",
        ["Admin:Listen"] = "http://127.0.0.1:0",
        ["MobileNodes:0:HomeAddress"] = Alice,
        ["MobileNodes:0:Ipv4HomeAddress"] = "10.10.0.10",
        ["MobileNodes:0:BindingUpdate:Spi"] = "1001",
        ["MobileNodes:0:BindingUpdate:EncryptionKey"] = "000102030405060708090a0b0c0d0e0f10111213",
        ["MobileNodes:0:BindingAcknowledgement:Spi"] = "1002",
        ["MobileNodes:0:BindingAcknowledgement:EncryptionKey"] = "200102030405060708090a0b0c0d0e0f10111213",
        ["MobileNodes:1:HomeAddress"] = Bob,
        ["MobileNodes:1:BindingUpdate:Spi"] = "2001",
        ["MobileNodes:1:BindingUpdate:EncryptionKey"] = "300102030405060708090a0b0c0d0e0f10111213",
        ["MobileNodes:1:BindingAcknowledgement:Spi"] = "2002",
        ["MobileNodes:1:BindingAcknowledgement:EncryptionKey"] = "400102030405060708090a0b0c0d0e0f10111213",
    };

    /// <summary>The options with some keys changed; null removes one.</summary>
    public static HomeAgentOptions Options(params (string Key, string? Value)[] changes)
    {
        var keys = Keys();
        foreach (var (key, value) in changes)
            if (value is null) keys.Remove(key);
            else keys[key] = value;
        return HomeAgentOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(keys).Build());
    }
}
