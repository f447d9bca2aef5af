namespace DsMip.Linux.Tests;

/// <summary>What needs no kernel; what a shield does is in <see cref="PacketTapTests"/>.</summary>
public sealed class StackShieldTests
{
    [Fact]
    public void A_name_that_could_be_a_command_is_refused() =>
        Assert.Throws<ArgumentException>(() => StackShield.ForHomeAgent("x { }; flush ruleset", Ipv6Address.Any));

    [Fact]
    public void A_missing_nft_is_one_clear_error()
    {
        var error = Assert.Throws<LinuxException>(() => NftProgram.Run("/nonexistent/nft", "", "installing a table"));
        Assert.Equal(Errno.ENOENT, error.Errno);
        Assert.Equal(
            "installing a table: ENOENT (No such file or directory); the nft program is needed: install the package nftables", error.Message);
    }

    [NamespaceFact]
    public void What_nft_says_is_passed_on()
    {
        using var here = NetworkNamespace.Create();
        var error = Assert.Throws<LinuxException>(() => here.Run(() => NftProgram.Run("delete table inet nosuch\n", "removing a table")));
        Assert.Contains("nft says: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
