using DsMip.HomeAgent.Core.Names;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc5026_6_NameRegistration
{
    private const string Name = "mn.example.org";
    private static readonly HomePolicy Policy = Given.Policy with { Name = Name };

    [Fact]
    [Clause("5026-6-dns-first")]
    public void The_DNS_comes_first_and_the_acknowledgement_says_how_it_ended()
    {
        var open = Given.First(Given.Ipv6Update.With(Ask()), Given.OverIpv6, Policy);
        Assert.Equal(new NameUpdate(Name, Given.Home, Remove: false), open.NameUpdate);
        foreach (var status in Enum.GetValues<DnsUpdateStatus>())
        {
            var done = Given.First(Given.Ipv6Update.With(Ask()), Given.OverIpv6, Policy with { NameUpdated = status });
            Assert.Null(done.NameUpdate);
            Assert.Equal(BindingStatus.Accepted, done.Status());
            Assert.Equal(Ask() with { Status = status }, Answer(done));
        }
    }

    [Fact]
    [Clause("5026-6-remove")]
    public void With_flag_R_the_entry_goes_in_a_deregistration_and_in_any_other()
    {
        foreach (var lifetime in (int[])[0, 150])
        {
            var bu = Given.Ipv6Update.With(Ask(remove: true)).Number(2).For(lifetime);
            Assert.Equal(new NameUpdate(Name, Given.Home, Remove: true), Given.Bound().Process(bu, Given.OverIpv6, Policy).NameUpdate);
            var done = Given.Bound().Process(bu, Given.OverIpv6, Policy with { NameUpdated = DnsUpdateStatus.Performed });
            Assert.Null(done.NameUpdate);
            Assert.Equal(Ask(remove: true), Answer(done));
        }
    }

    [Theory]
    [Clause("5026-9.5-fqdn")]
    [InlineData("other.example.org")]
    [InlineData("example.org")]
    [InlineData("mn.example.org.net")]
    [InlineData("mn")]
    [InlineData("")]
    [InlineData("*.example.org")]
    public void Any_other_name_than_its_own_is_prohibited(string asked)
    {
        var decision = Given.First(Given.Ipv6Update.With(Ask(asked)), Given.OverIpv6, Policy);
        Assert.Null(decision.NameUpdate);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(DnsUpdateStatus.AdministrativelyProhibited, Answer(decision)!.Status);
    }

    [Fact]
    public void Who_has_no_name_here_may_not_choose_one()
    {
        var decision = Given.First(Given.Ipv6Update.With(Ask()), Given.OverIpv6);
        Assert.Null(decision.NameUpdate);
        Assert.Equal(DnsUpdateStatus.AdministrativelyProhibited, Answer(decision)!.Status);
    }

    [Theory]
    [InlineData("MN.Example.ORG")]
    [InlineData("mn.example.org.")]
    public void Names_are_compared_as_the_DNS_does(string asked) =>
        Assert.Equal(Name, Given.First(Given.Ipv6Update.With(Ask(asked)), Given.OverIpv6, Policy).NameUpdate?.Name);

    [Fact]
    public void Nothing_is_done_for_a_Binding_Update_that_is_refused_or_does_not_ask()
    {
        var refused = Given.First(Given.Ipv6Update.With(Ask()), Given.OverIpv6, Policy with { Provisioned = false });
        Assert.NotEqual(BindingStatus.Accepted, refused.Status());
        Assert.Null(refused.NameUpdate);
        Assert.Null(Answer(refused));
        var silent = Given.First(Given.Ipv6Update, Given.OverIpv6, Policy);
        Assert.Null(silent.NameUpdate);
        Assert.Null(Answer(silent));
        // The sequence number is an old one.
        Assert.Null(Given.Bound(5).Process(Given.Ipv6Update.With(Ask()).Number(4), Given.OverIpv6, Policy).NameUpdate);
    }

    private static DnsUpdateOption Ask(string name = Name, bool remove = false) => DnsUpdateOption.Of(DnsUpdateStatus.Performed, remove, name);

    private static DnsUpdateOption? Answer(BindingDecision decision) => decision.Acknowledgement!.Options.Find<DnsUpdateOption>();
}
