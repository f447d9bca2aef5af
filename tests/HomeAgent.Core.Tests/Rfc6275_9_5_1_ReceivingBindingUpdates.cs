using CsCheck;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_9_5_1_ReceivingBindingUpdates
{
    [Fact]
    [Clause("6275-9.5.1-first")]
    public void Without_an_entry_any_sequence_number_is_accepted() => Gen.UShort.Sample(sequence =>
    {
        var decision = Given.First(Given.Ipv6Update.Number(sequence), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(sequence, decision.Acknowledgement!.Sequence.Value);
    });

    [Fact]
    [Clause("6275-9.5.1-modulo")]
    public void Sequence_numbers_compare_modulo_65536() => Gen.Select(Gen.UShort, Gen.UShort).Sample((last, next) =>
    {
        var refused = (ushort)(last - next) <= 32768;
        var entry = Given.Bound(last);
        var decision = entry.Process(Given.Ipv6Update.Number(next), Given.OverIpv6);
        Assert.Equal(refused ? BindingStatus.SequenceNumberOutOfWindow : BindingStatus.Accepted, decision.Status());
        Assert.Equal(refused ? last : next, decision.Acknowledgement!.Sequence.Value);
        Assert.Equal(!refused, decision.Changed);
    });

    /// <summary>The RFC's own example: after 15, the numbers 0-15 and 32783-65535 are old.</summary>
    [Theory]
    [Clause("6275-9.5.1-modulo")]
    [InlineData(0, true), InlineData(15, true), InlineData(16, false), InlineData(32782, false), InlineData(32783, true), InlineData(65535, true)]
    public void The_example_of_the_RFC(int next, bool refused)
    {
        var decision = Given.Bound(15).Process(Given.Ipv6Update.Number(next), Given.OverIpv6);
        Assert.Equal(refused, decision.Status() == BindingStatus.SequenceNumberOutOfWindow);
    }

    [Fact]
    [Clause("6275-9.5.1-stale")]
    public void A_stale_update_from_elsewhere_changes_nothing_and_learns_the_last_number()
    {
        var entry = Given.Bound(7);
        var decision = entry.Process(Given.NatUpdate.Number(7), Given.BehindNat);
        Assert.Same(entry, decision.Entry);
        Assert.False(decision.Changed);
        Assert.Equal(new SequenceNumber(7), decision.Acknowledgement!.Sequence);
        Assert.True(decision.Acknowledgement.Lifetime.IsZero);
    }

    [Fact]
    [Clause("6275-9.5.1-first")]
    public void An_expired_entry_binds_no_sequence_number()
    {
        var entry = Given.Bound(7);
        var decision = entry.Process(Given.Ipv6Update.Number(3), Given.OverIpv6, after: entry.Lifetime.ToTimeSpan());
        Assert.Equal(BindingStatus.Accepted, decision.Status());
    }

    [Fact]
    [Clause("6275-9.5.1-flag-h")]
    public void Without_H_a_home_registration_is_not_touched()
    {
        var entry = Given.Bound(1);
        var decision = entry.Process(Given.Ipv6Update.Number(2).Without(BindingUpdateFlags.HomeRegistration), Given.OverIpv6);
        Assert.Equal(BindingStatus.RegistrationTypeChangeDisallowed, decision.Status());
        Assert.Same(entry, decision.Entry);
        Assert.False(decision.Changed);
    }

    [Fact]
    [Clause("6275-9.5.1-silence")]
    public void Without_H_and_without_a_binding_there_is_silence() =>
        Given.First(Given.Ipv6Update.Without(BindingUpdateFlags.HomeRegistration), Given.OverIpv6).IsSilent(DropReason.NotHomeRegistration);

    [Fact]
    [Clause("6275-9.5.1-nonce-indices")]
    public void A_home_registration_with_nonce_indices_is_silently_discarded() =>
        Given.First(Given.Ipv6Update.With(new NonceIndicesOption(1, 1)), Given.OverIpv6).IsSilent(DropReason.BadMobilityOption);

    [Theory]
    [Clause("6275-9.5.1-home-address")]
    [InlineData("::"), InlineData("ff02::1"), InlineData("fe80::1"), InlineData("::1")]
    public void The_home_address_is_unicast_and_routable(string home) =>
        Given.Process(null, Given.Ipv6Update, Given.OverIpv6, home: Ipv6Address.Parse(home)).IsSilent(DropReason.BadHomeAddressOption);

    /// <summary>9.5.4: no acknowledgement goes to an address that is not unicast, and we do not talk to ourselves.</summary>
    [Theory]
    [Clause("6275-9.5.4-unicast")]
    [InlineData("ff02::1"), InlineData("fe80::7"), InlineData("2001:db8:1::1")]
    public void The_source_is_somebody_else(string source) =>
        Given.First(Given.Ipv6Update, Given.OverIpv6 with { Remote = IpAddress.Parse(source) }).IsSilent(DropReason.BadSourceAddress);
}
