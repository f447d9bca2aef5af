using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc5555_3_1_1_Ipv4Prefix
{
    private static readonly Ipv4Prefix Own = Ipv4Prefix.Parse("10.64.3.0/26");
    private static readonly Ipv4Prefix Other = Ipv4Prefix.Parse("10.64.8.0/24");
    private static readonly HomePolicy Leased = Given.Policy with { Ipv4Prefixes = [Own], Ipv4PrefixLeased = true };
    private static readonly HomePolicy Configured = Given.Policy with { Ipv4Prefixes = [Own, Other] };

    private static readonly Ipv4HomeAddressOption AnyPrefix = new(26, PrefixRequested: true, Ipv4Address.Any);

    [Fact]
    [Clause("5555-4.5-prefix")]
    public void A_request_with_P_and_zeroes_gets_the_prefix()
    {
        var decision = Ask(Leased, AnyPrefix);
        Assert.Equal([new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 26, Own.Address)], Answers(decision));
        Assert.Equal([Own], decision.Entry!.Networks!.Ipv4);
        Assert.True(decision.Entry.Ipv4PrefixLeased);
        Assert.Equal(decision.Entry.Networks, decision.Entry.HomeAddresses.Networks);
    }

    [Fact]
    public void Pref_len_overrides_the_length_that_was_asked_for() => Assert.Equal(
        [new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 26, Own.Address)], Answers(Ask(Leased, AnyPrefix with { PrefixLength = 20 })));

    [Theory]
    [Clause("5555-3.1.1-prefix-zero")]
    [InlineData(0), InlineData(33), InlineData(63)]
    public void A_length_that_is_none_gets_131_and_pref_len_0(byte length) => Assert.Equal(
        [new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.InvalidAddress, 0, Ipv4Address.Any)], Answers(Ask(Leased, AnyPrefix with { PrefixLength = length })));

    [Theory]
    [Clause("5555-4.5-prefix-refused")]
    [InlineData(null, Ipv4AddressStatus.PrefixAssignmentUnauthorized)]
    [InlineData(Ipv4AddressStatus.DynamicAssignmentUnavailable, Ipv4AddressStatus.DynamicAssignmentUnavailable)]
    [InlineData(Ipv4AddressStatus.FailureReasonUnspecified, Ipv4AddressStatus.FailureReasonUnspecified)]
    public void Without_a_prefix_it_is_said_why_and_the_binding_is_accepted(Ipv4AddressStatus? store, Ipv4AddressStatus answer)
    {
        var decision = Ask(Given.Policy with { Ipv4PrefixDynamic = store }, AnyPrefix);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Null(decision.Entry!.Networks);
        Assert.Equal([new Ipv4AddressAcknowledgementOption(answer, 0, Ipv4Address.Any)], Answers(decision));
    }

    [Fact]
    public void Each_request_gets_another_prefix_that_of_its_length_first_and_then_133()
    {
        var decision = Ask(Configured, AnyPrefix with { PrefixLength = 24 }, AnyPrefix, AnyPrefix);
        Assert.Equal([24, 26, 0], Answers(decision).Select(answer => (int)answer.PrefixLength));
        Assert.Equal(Ipv4AddressStatus.PrefixAssignmentUnauthorized, Answers(decision)[2].Status);
        Assert.Equal([Other, Own], decision.Entry!.Networks!.Ipv4);
        Assert.False(decision.Entry.Ipv4PrefixLeased);
    }

    [Fact]
    [Clause("5555-3.1.1-p-refresh")]
    public void A_refresh_names_the_prefix_and_P_is_ignored_in_it()
    {
        var bound = Ask(Leased, AnyPrefix).Entry;
        foreach (var option in (Ipv4HomeAddressOption[])[new(26, false, Own.Address), new(26, true, Own.Address), AnyPrefix, AnyPrefix with { PrefixRequested = false }])
        {
            var refreshed = bound.Process(Given.Ipv6Update.Number(2).With(option), Given.OverIpv6, Leased);
            Assert.Equal([new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 26, Own.Address)], Answers(refreshed));
            Assert.Equal([Own], refreshed.Entry!.Networks!.Ipv4);
        }
    }

    [Fact]
    public void An_address_formed_from_the_prefix_names_it_too()
    {
        var formed = Ipv4Address.Parse("10.64.3.1");
        var decision = Ask(Leased, new Ipv4HomeAddressOption(26, false, formed));
        Assert.Equal([new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 26, formed)], Answers(decision));
        Assert.Equal([Own], decision.Entry!.Networks!.Ipv4);
    }

    [Theory]
    [InlineData("10.64.4.0", 26), InlineData("10.64.3.0", 25), InlineData("10.64.3.0", 27)]
    public void A_prefix_that_is_not_its_own_gets_130(string address, byte length)
    {
        var decision = Ask(Leased, new Ipv4HomeAddressOption(length, false, Ipv4Address.Parse(address)));
        Assert.Equal(Ipv4AddressStatus.IncorrectHomeAddress, Assert.Single(Answers(decision)).Status);
        Assert.Null(decision.Entry!.Networks);
    }

    [Fact]
    public void A_prefix_that_is_not_named_again_is_served_no_more()
    {
        var bound = Ask(Leased, AnyPrefix, Given.AskForIpv4Home).Entry;
        Assert.NotNull(bound!.Networks);
        var refreshed = bound.Process(Given.Ipv6Update.Number(2).With(Given.AskForIpv4Home), Given.OverIpv6, Leased);
        Assert.Null(refreshed.Entry!.Networks);
        Assert.False(refreshed.Entry.Ipv4PrefixLeased);
        Assert.Equal(Given.Policy.Ipv4Assigned, refreshed.Entry.Ipv4Home);
    }

    [Fact]
    public void An_address_and_a_prefix_are_answered_one_by_one()
    {
        var decision = Ask(Leased, Given.AskForIpv4Home, AnyPrefix);
        Assert.Equal([32, 26], Answers(decision).Select(answer => (int)answer.PrefixLength));
        Assert.Equal(Given.Policy.Ipv4Assigned, decision.Entry!.Ipv4Home);
    }

    private static BindingDecision Ask(HomePolicy policy, params Ipv4HomeAddressOption[] options) =>
        Given.First(options.Aggregate(Given.Ipv6Update, (bu, option) => bu.With(option)), Given.OverIpv6, policy);

    private static Ipv4AddressAcknowledgementOption[] Answers(BindingDecision decision) =>
        [.. decision.Acknowledgement!.Options.Items.OfType<Ipv4AddressAcknowledgementOption>()];
}
