using CsCheck;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

[Clause("5555-3.2.1-status")]
public sealed class Rfc5555_4_5_Ipv4HomeAddress
{
    private static readonly HomePolicy NoIpv4 = Given.Policy with { Ipv4Assigned = null };

    private static readonly HomePolicy Leased = Given.Policy with { Ipv4Assigned = new Ipv4HomeBinding(Given.Ipv4Home, 32, Dynamic: true) };

    private static BindingDecision Ask(Ipv4HomeAddressOption option, HomePolicy? policy = null) =>
        Given.First(Given.Ipv6Update.With(option), Given.OverIpv6, policy);

    private static Ipv4AddressAcknowledgementOption? Answer(BindingDecision decision) =>
        decision.Acknowledgement!.Options.Find<Ipv4AddressAcknowledgementOption>();

    private static void Fails(Ipv4AddressStatus status, Ipv4HomeAddressOption option, HomePolicy? policy = null)
    {
        var decision = Ask(option, policy);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Null(decision.Entry!.Ipv4Home);
        Assert.Equal(new Ipv4AddressAcknowledgementOption(status, 0, option.HomeAddress), Answer(decision));
    }

    [Fact]
    [Clause("5555-2.3.1-association", "5555-2.3.1-ack")]
    public void The_provisioned_address_is_bound_and_acknowledged()
    {
        var decision = Ask(Given.AskForIpv4Home);
        Assert.Equal(Given.Policy.Ipv4Assigned, decision.Entry!.Ipv4Home);
        Assert.Equal(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Given.Ipv4Home), Answer(decision));
    }

    [Fact]
    [Clause("5555-4.5-assigned")]
    public void Nobody_binds_an_address_that_is_not_theirs() => Gen.UInt.Sample(value =>
    {
        var decision = Ask(Given.AskForIpv4Home with { HomeAddress = new Ipv4Address(value) });
        Assert.True(decision.Entry!.Ipv4Home is null || value is 0 || value == Given.Ipv4Home.Value);
        Assert.Equal(decision.Entry.Ipv4Home is not null, Answer(decision)!.Status == Ipv4AddressStatus.Success);
    });

    [Fact]
    public void Another_address_gets_130() =>
        Fails(Ipv4AddressStatus.IncorrectHomeAddress, Given.AskForIpv4Home with { HomeAddress = Ipv4Address.Parse("10.10.0.6") });

    [Fact]
    public void Without_a_provisioned_address_any_gets_130() => Fails(Ipv4AddressStatus.IncorrectHomeAddress, Given.AskForIpv4Home, NoIpv4);

    [Theory]
    [InlineData("224.0.0.5"), InlineData("127.0.0.1"), InlineData("255.255.255.255"), InlineData("169.254.0.9")]
    public void An_address_that_is_not_unicast_gets_131(string address) =>
        Fails(Ipv4AddressStatus.InvalidAddress, Given.AskForIpv4Home with { HomeAddress = Ipv4Address.Parse(address) });

    [Theory]
    [Clause("5555-3.1.1-prefix-zero")]
    [InlineData(0), InlineData(33), InlineData(63)]
    public void A_prefix_length_that_is_none_gets_131(byte length) =>
        Fails(Ipv4AddressStatus.InvalidAddress, Given.AskForIpv4Home with { PrefixLength = length });

    [Fact]
    [Clause("5555-4.5-allocate")]
    public void The_unspecified_address_gets_the_lease()
    {
        var decision = Ask(Given.AskForIpv4Home with { HomeAddress = Ipv4Address.Any }, Leased);
        Assert.Equal(Leased.Ipv4Assigned, decision.Entry!.Ipv4Home);
        Assert.Equal(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Given.Ipv4Home), Answer(decision));
    }

    [Fact]
    [Clause("5555-4.5-exhausted")]
    public void The_unspecified_address_without_a_lease_gets_132() =>
        Fails(Ipv4AddressStatus.DynamicAssignmentUnavailable, Given.AskForIpv4Home with { HomeAddress = Ipv4Address.Any }, NoIpv4);

    [Fact]
    public void What_the_lease_store_said_is_passed_on() =>
        Fails(
            Ipv4AddressStatus.AdministrativelyProhibited,
            Given.AskForIpv4Home with { HomeAddress = Ipv4Address.Any },
            NoIpv4 with { Ipv4Dynamic = Ipv4AddressStatus.AdministrativelyProhibited });

    [Fact]
    [Clause("5555-3.1.1-p-refresh")]
    public void P_is_ignored_in_a_refresh()
    {
        var refresh = Given.Ipv6Update.Number(2).With(Given.AskForIpv4Home with { PrefixRequested = true });
        Assert.Equal(Ipv4AddressStatus.Success, Answer(Given.Bound(1).Process(refresh, Given.OverIpv6))!.Status);
    }

    [Fact]
    [Clause("5555-4.4.2.1-remove-v4")]
    public void An_update_without_the_option_removes_only_the_IPv4_binding()
    {
        var decision = Given.Bound(1).Process(Given.Ipv6Update.Number(2), Given.OverIpv6);
        Assert.Null(decision.Entry!.Ipv4Home);
        Assert.NotNull(decision.Entry.Tunnel);
        Assert.Null(Answer(decision));
    }

    [Fact]
    [Clause("5555-4.5-v6-stands")]
    public void A_failed_option_removes_it_too()
    {
        var wrong = Given.Ipv6Update.Number(2).With(Given.AskForIpv4Home with { PrefixLength = 0 });
        Assert.Null(Given.Bound(1).Process(wrong, Given.OverIpv6).Entry!.Ipv4Home);
    }

    [Fact]
    [Clause("5555-2.3.1-ack")]
    public void An_address_and_a_prefix_are_answered_one_by_one()
    {
        var both = Given.Ipv6Update.With(Given.AskForIpv4Home).With(new Ipv4HomeAddressOption(29, PrefixRequested: true, Ipv4Address.Any));
        var decision = Given.First(both, Given.OverIpv6);
        Assert.Equal(
            [Ipv4AddressStatus.Success, Ipv4AddressStatus.PrefixAssignmentUnauthorized],
            decision.Acknowledgement!.Options.Items.OfType<Ipv4AddressAcknowledgementOption>().Select(answer => answer.Status));
        Assert.Equal(Given.Policy.Ipv4Assigned, decision.Entry!.Ipv4Home);
    }
}
