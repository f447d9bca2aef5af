namespace DsMip.Linux.Tests;

/// <summary>The text that goes to the programs and what they say; what a shield does is in <see cref="PacketTapTests"/> and <see cref="EspInUdpTapTests"/>.</summary>
public sealed class StackShieldTests
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8::a");
    private static readonly Ipv4Address HomeAgent4 = Ipv4Address.Parse("192.0.2.10");

    [Theory]
    [InlineData("x { }; flush ruleset")]
    [InlineData("")]
    [InlineData("longer_than_names_of_xtables_chains")]
    public void A_name_that_could_be_a_command_or_fits_nowhere_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => StackShield.ForHomeAgent(name, Ipv6Address.Any));

    [Fact]
    public void A_missing_program_is_one_clear_error()
    {
        var error = Assert.Throws<LinuxException>(() => new FirewallProgram("/nonexistent/nft", "nftables").Run([], "", "installing a table"));
        Assert.Equal(Errno.ENOENT, error.Errno);
        Assert.Equal(
            "installing a table: ENOENT (No such file or directory); the program /nonexistent/nft is needed: install the package nftables", error.Message);
        Assert.False(new FirewallProgram("/nonexistent/nft", "nftables").TryRun([]));
    }

    [NamespaceFact]
    public void What_nft_says_is_passed_on()
    {
        using var here = NetworkNamespace.Create();
        var error = Assert.Throws<LinuxException>(
            () => here.Run(() => FirewallProgram.Nft.Run(["-f", "-"], "delete table inet nosuch\n", "removing a table")));
        Assert.Contains("nft says: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>What programs of a kernel without these tables said; the shield then tries the other way.</summary>
    [Theory]
    [InlineData("Error: Could not process rule: Operation not supported", Errno.EOPNOTSUPP)]
    [InlineData("nft: Error: cache initialization failed: Protocol not supported", Errno.EPROTONOSUPPORT)]
    [InlineData("ip6tables-legacy-restore v1.8.9 (legacy): unable to initialize table 'raw': Table does not exist", Errno.ENOENT)]
    [InlineData("Could not process rule: Operation not permitted", Errno.EPERM)]
    [InlineData("can't initialize ip6tables table `raw': Permission denied (you must be root)", Errno.EPERM)]
    [InlineData("syntax error, unexpected drop", Errno.EINVAL)]
    public void The_complaint_tells_what_is_missing(string complaint, Errno expected)
    {
        var shell = new FirewallProgram("/bin/sh", "dash");
        var error = Assert.Throws<LinuxException>(() => shell.Run(["-c", "cat >&2; exit 1"], complaint, "filling a chain"));
        Assert.Equal(expected, error.Errno);
    }

    [Fact]
    public void Xtables_rules_of_a_home_agent()
    {
        var rules = new XtablesShieldRules(new ShieldScope("ha", true, HomeAgent, "dsmip0", HomeAgent4));
        Assert.Equal(
            """
            *raw
            :dsmip_ha - [0:0]
            -A dsmip_ha -i dsmip0 -j RETURN
            -A dsmip_ha ! -d ff00::/8 -s 2001:db8::a ! -i lo -j DROP
            -A dsmip_ha -d 2001:db8::a -m u32 --u32 "4>>8&0xFF=60&&40>>24=4,41" -j RETURN
            -A dsmip_ha -d 2001:db8::a -m dst -j DROP
            -A dsmip_ha -d 2001:db8::a -p esp -j DROP
            -A dsmip_ha -d 2001:db8::a -p 135 -j DROP
            COMMIT

            """, rules.Ipv6Rules());
        Assert.Contains("-A dsmip_ha -d 192.0.2.10 -p udp --dport 4500 -m u32", rules.Ipv4Rules(), StringComparison.Ordinal);
    }

    [Fact]
    public void Xtables_rules_of_a_mobile_node()
    {
        var rules = new XtablesShieldRules(new ShieldScope("mn", false, HomeAgent, null, HomeAgent4));
        Assert.Equal(
            """
            *raw
            :dsmip_mn - [0:0]
            -A dsmip_mn -s 2001:db8::a -m rt -j DROP
            -A dsmip_mn -s 2001:db8::a -p esp -j DROP
            COMMIT

            """, rules.Ipv6Rules());
        Assert.Contains("-A dsmip_mn -s 192.0.2.10 -p udp --sport 4500 -m u32", rules.Ipv4Rules(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_home_address_routing_headers_that_lead_to_it_are_kept_from_the_stack_and_no_others()
    {
        var scope = new ShieldScope("mn", false, HomeAgent, null, null) { HomeAddress = DsMip.Wire.Ipv6Address.Parse("2001:db8:1::50") };
        Assert.Contains("ip6 nexthdr 43 @nh,336,8 2 @nh,384,128 0x20010db8000100000000000000000050 counter drop\n", new NftShieldRules(scope).Ruleset(), StringComparison.Ordinal);
        Assert.Contains(
            "-m u32 --u32 \"4>>8&0xFF=43&&40>>8&0xFF=2&&48=0x20010db8&&52=0x10000&&56=0x0&&60=0x50\" -j DROP\n", new XtablesShieldRules(scope).Ipv6Rules(), StringComparison.Ordinal);
    }
}
