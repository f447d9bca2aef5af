using DsMip.Configuration;

namespace DsMip.MobileNode.Host.Tests;

public sealed class OtherHomeAddressOptionsTests
{
    [Fact]
    [Clause("5026-5.3.2-134")]
    public void They_are_used_up_in_their_order_each_with_what_is_its_own()
    {
        var options = Settings.Read([.. Other(0, "51"), .. Other(1, "52"), ("OtherHomeAddresses:1:Ipv4HomeAddress", "198.51.100.52"), ("StateDirectory", "/state")]);
        var second = options.WithNextHomeAddress()!;
        Assert.Equal(
            ("2001:db8:1::51", null, 5000u, "/state/home-2001-db8-1--51"),
            (second.HomeAddress.ToString(), second.Ipv4HomeAddress, second.Keys!.BindingUpdate.Spi.Value, second.StateDirectory));
        var third = second.WithNextHomeAddress()!;
        Assert.Equal(
            ("2001:db8:1::52", "198.51.100.52", 5001u, "/state/home-2001-db8-1--52"),
            (third.HomeAddress.ToString(), third.Ipv4HomeAddress?.ToString(), third.Keys!.BindingUpdate.Spi.Value, third.StateDirectory));
        Assert.Equal(third.HomeAddress, third.Registration.HomeAddress);
        Assert.Null(third.WithNextHomeAddress());
        var dynamic = Settings.Read([.. Other(0, "51"), ("Ipv4HomeAddress", "0.0.0.0")]);
        Assert.True(dynamic.WithNextHomeAddress()!.Ipv4HomeAddress is { IsUnspecified: true });
    }

    [Theory]
    [InlineData("OtherHomeAddresses:0:Address", "2001:db8:2::51")]
    [InlineData("OtherHomeAddresses:0:Address", "2001:db8:1::50")]
    [InlineData("OtherHomeAddresses:0:Address", "2001:db8:1::1")]
    [InlineData("OtherHomeAddresses:0:Ipv4HomeAddress", "224.0.0.1")]
    [InlineData("OtherHomeAddresses:0:BindingUpdate:Spi", null)]
    public void What_cannot_be_is_refused_by_name(string key, string? value) =>
        Assert.StartsWith(key, Refusal([.. Other(0, "51"), (key, value)]), StringComparison.Ordinal);

    [Fact]
    public void No_two_home_addresses_share_a_key_and_home_agents_are_not_changed_as_well()
    {
        Assert.StartsWith(
            "OtherHomeAddresses:0:BindingUpdate: or", Refusal([.. Other(0, "51"), ("OtherHomeAddresses:0:BindingUpdate:EncryptionKey", Settings.Right()["BindingUpdate:EncryptionKey"])]),
            StringComparison.Ordinal);
        Assert.StartsWith("OtherHomeAddresses: and HomeAgents", Refusal(
        [
            .. Other(0, "51"), ("HomeAgents:0:Address", "2001:db8:1::2"),
            ("HomeAgents:0:BindingUpdate:Spi", "6000"), ("HomeAgents:0:BindingUpdate:EncryptionKey", "e00102030405060708090a0b0c0d0e0f10111213"),
            ("HomeAgents:0:BindingAcknowledgement:Spi", "6001"), ("HomeAgents:0:BindingAcknowledgement:EncryptionKey", "f00102030405060708090a0b0c0d0e0f10111213"),
        ]), StringComparison.Ordinal);
    }

    private static string Refusal(params (string, string?)[] changes) => Assert.Throws<ConfigurationException>(() => Settings.Read(changes)).Message;

    private static (string, string?)[] Other(int index, string last) =>
    [
        ($"OtherHomeAddresses:{index}:Address", $"2001:db8:1::{last}"),
        ($"OtherHomeAddresses:{index}:BindingUpdate:Spi", $"{5000 + index}"), ($"OtherHomeAddresses:{index}:BindingUpdate:EncryptionKey", $"a{index}0102030405060708090a0b0c0d0e0f10111213"),
        ($"OtherHomeAddresses:{index}:BindingAcknowledgement:Spi", $"{7000 + index}"),
        ($"OtherHomeAddresses:{index}:BindingAcknowledgement:EncryptionKey", $"b{index}0102030405060708090a0b0c0d0e0f10111213"),
    ];
}
