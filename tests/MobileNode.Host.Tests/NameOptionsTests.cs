using DsMip.Configuration;

namespace DsMip.MobileNode.Host.Tests;

public sealed class NameOptionsTests
{
    [Theory]
    [InlineData("NameUpdate:Name", "mn")]
    [InlineData("NameUpdate:RemoveAtEnd", "true")]
    public void A_name_is_fully_qualified_and_only_one_that_is_there_is_removed(string key, string value) =>
        Assert.StartsWith(key, Refusal((key, value)), StringComparison.Ordinal);

    [Theory]
    [Clause("5026-9.5-fqdn")]
    [InlineData("MN.example.org", true)]
    [InlineData("other.example.org", false)]
    public void With_IKE_the_name_is_the_identity(string name, bool isRight)
    {
        (string, string?)[] changes =
        [
            ("Ipsec", "Kernel"), ("Ike:Identity", "mn.example.org"), ("Ike:HomeAgentIdentity", "ha.example.org"), ("Ike:PresharedKey", "secret"),
            .. Settings.Right().Keys.Where(key => key.StartsWith("Binding", StringComparison.Ordinal)).Select(key => (key, (string?)null)), ("NameUpdate:Name", name),
        ];
        if (isRight) Assert.Equal(name, Settings.Read(changes).Registration.Name?.Name);
        else Assert.StartsWith("NameUpdate:Name", Refusal(changes), StringComparison.Ordinal);
    }

    private static string Refusal(params (string, string?)[] changes) => Assert.Throws<ConfigurationException>(() => Settings.Read(changes)).Message;
}
