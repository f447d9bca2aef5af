using DsMip.HomeAgent.Options;
using Microsoft.Extensions.Configuration;

namespace DsMip.Fuzz.Targets.HomeAgents;

/// <summary>A home agent with two mobile nodes: Alice has an IPv4 home address and a network behind her, Bob has other ciphers.</summary>
internal static class Configured
{
    public static HomeAgentOptions Options() => HomeAgentOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["HomeAgentAddress"] = "2001:db8:1::1",
        ["HomeAgentIpv4Address"] = "198.51.100.1",
        ["HomePrefix"] = "2001:db8:1::/64",
        ["Ipv4HomePrefix"] = "10.10.0.0/24",
        ["MobileNodes:0:HomeAddress"] = "2001:db8:1::a",
        ["MobileNodes:0:Ipv4HomeAddress"] = "10.10.0.10",
        ["MobileNodes:0:MobileNetworkPrefixes"] = "2001:db8:aa::/56",
        ["MobileNodes:0:BindingUpdate:Spi"] = "1001",
        ["MobileNodes:0:BindingUpdate:EncryptionKey"] = "000102030405060708090a0b0c0d0e0f10111213",
        ["MobileNodes:0:BindingAcknowledgement:Spi"] = "1002",
        ["MobileNodes:0:BindingAcknowledgement:EncryptionKey"] = "200102030405060708090a0b0c0d0e0f10111213",
        ["MobileNodes:1:HomeAddress"] = "2001:db8:1::b",
        ["MobileNodes:1:BindingUpdate:Spi"] = "2001",
        ["MobileNodes:1:BindingUpdate:EncryptionKey"] = "300102030405060708090a0b0c0d0e0f10111213",
        ["MobileNodes:1:BindingAcknowledgement:Spi"] = "2002",
        ["MobileNodes:1:BindingAcknowledgement:EncryptionKey"] = "400102030405060708090a0b0c0d0e0f10111213",
    }).Build());
}
