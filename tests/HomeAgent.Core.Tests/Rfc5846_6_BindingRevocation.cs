using CsCheck;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>RFC 5846 6 and 7 without an actor: what a revocation does to a binding, and when its indication is repeated.</summary>
public sealed class Rfc5846_6_BindingRevocation
{
    private static readonly RevocationState Administrative = new(RevocationTrigger.AdministrativeReason, 7, Ipv4Only: false);

    [Fact]
    [Clause("5846-6.2.2-delete", "5846-6.3-clean-up")]
    public void What_is_completed_has_no_tunnel_and_remembers_its_sequence_number_for_ten_seconds()
    {
        var ended = BindingRevocation.Complete(Revoked(Administrative), Given.Now);
        Assert.True(ended.Deregistered);
        Assert.Null(ended.Tunnel);
        Assert.Equal(new SequenceNumber(1), ended.Sequence);
        Assert.Equal(Given.Now.AddSeconds(10), ended.Expires);
        Assert.Null(BindingRevocation.InProgress(ended));
    }

    [Fact]
    [Clause("5846-7-v")]
    public void With_v_only_the_ipv4_home_address_goes()
    {
        var bound = Given.Bound();
        var rest = BindingRevocation.Complete(Revoked(Administrative with { Ipv4Only = true }), Given.Now);
        Assert.Equal(bound with { Ipv4Home = null }, rest);
    }

    [Fact]
    [Clause("5846-7-v", "5846-7-trigger")]
    public void The_indication_says_why_and_with_v_names_the_ipv4_home_address()
    {
        var all = BindingRevocation.Indication(Given.Bound(), Administrative);
        Assert.Equal(new BindingRevocationIndication(RevocationTrigger.AdministrativeReason, 7, BindingRevocationFlags.None, MobilityOptions.None), all);
        var ipv4 = BindingRevocation.Indication(Given.Bound(), Administrative with { Ipv4Only = true, Trigger = RevocationTrigger.PossibleOutOfSyncBceState });
        Assert.Equal(RevocationTrigger.PossibleOutOfSyncBceState, ipv4.Trigger);
        Assert.Equal(BindingRevocationFlags.Ipv4HomeAddressBindingOnly, ipv4.Flags);
        Assert.Equal(Given.Ipv4Home, ipv4.Options.Find<Ipv4HomeAddressOption>()!.HomeAddress);
    }

    [Fact]
    [Clause("5846-7-rh2", "5846-4-ipv4")]
    public void It_goes_to_the_care_of_address_with_a_routing_header_and_over_ipv4_where_the_last_binding_update_came_from()
    {
        var elsewhere = Given.Update(2, new AlternateCareOfAddressOption(Wire.Ipv6Address.Parse("2001:db8:3::3")));
        var ipv6 = Given.First(elsewhere, Given.OverIpv6).Entry!;
        Assert.Equal(Given.OverIpv6 with { Remote = Wire.Ipv6Address.Parse("2001:db8:3::3"), HomeAddressOption = true }, BindingRevocation.Way(ipv6));
        var nat = Given.First(Given.NatUpdate, Given.BehindNat).Entry!;
        Assert.Equal(Given.BehindNat with { HomeAddressOption = true }, BindingRevocation.Way(nat));
    }

    [Theory]
    [Clause("5846-7-crossing")]
    [InlineData(RevocationTrigger.AdministrativeReason)]
    [InlineData(RevocationTrigger.UserInitiatedSessionTermination)]
    public void For_a_final_reason_a_crossing_binding_update_is_refused_before_and_after_the_end(RevocationTrigger trigger)
    {
        var final = Administrative with { Trigger = trigger };
        foreach (var entry in new[] { Revoked(final), BindingRevocation.Complete(Revoked(final), Given.Now) })
        {
            var decision = entry.Process(Given.Ipv6Update.Number(5), Given.OverIpv6, after: TimeSpan.FromSeconds(9));
            Assert.Equal(BindingStatus.AdministrativelyProhibited, decision.Status());
            Assert.Equal(entry.Deregistered ? Crossing.Done : Crossing.StillInProgress, BindingRevocation.Cross(final, decision.Entry));
        }
        var later = BindingRevocation.Complete(Revoked(final), Given.Now).Process(Given.Ipv6Update.Number(5), Given.OverIpv6, after: TimeSpan.FromSeconds(10));
        Assert.Equal(BindingStatus.Accepted, later.Status());
    }

    [Theory]
    [Clause("5846-7-crossing")]
    [InlineData(RevocationTrigger.Unspecified)]
    [InlineData(RevocationTrigger.AccessNetworkSessionTermination)]
    [InlineData(RevocationTrigger.PossibleOutOfSyncBceState)]
    public void For_another_reason_it_is_accepted_and_the_revocation_is_over(RevocationTrigger trigger)
    {
        var revocation = Administrative with { Trigger = trigger };
        var decision = Revoked(revocation).Process(Given.Ipv6Update.Number(5), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Null(decision.Entry!.Revocation);
        Assert.Equal(Crossing.Superseded, BindingRevocation.Cross(revocation, decision.Entry));
        var again = BindingRevocation.Complete(Revoked(revocation), Given.Now).Process(Given.Ipv6Update.Number(5), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, again.Status());
    }

    [Fact]
    [Clause("5846-7-crossing")]
    public void A_crossing_deregistration_does_what_was_wanted()
    {
        var decision = Revoked(Administrative).Process(Given.Update(2).For(0), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(Crossing.Done, BindingRevocation.Cross(Administrative, decision.Entry));
    }

    [Fact]
    [Clause("5846-7-crossing", "5846-7-v")]
    public void An_ipv4_home_address_that_is_asked_for_meanwhile_is_refused_alone()
    {
        var revocation = Administrative with { Ipv4Only = true };
        var decision = Revoked(revocation).Process(Given.Ipv6Update.Number(5).With(Given.AskForIpv4Home), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(Ipv4AddressStatus.AdministrativelyProhibited, decision.Acknowledgement!.Options.Find<Ipv4AddressAcknowledgementOption>()!.Status);
        Assert.Null(decision.Entry!.Ipv4Home);
        Assert.Equal(Crossing.Done, BindingRevocation.Cross(revocation, decision.Entry));
    }

    [Fact]
    [Clause("5846-5.1-unique")]
    public void A_request_that_asks_for_more_gets_another_number_and_one_that_does_not_goes_with_the_first()
    {
        var first = BindingRevocation.Requested(null, RevocationTrigger.Unspecified, ipv4Only: true, 65535);
        Assert.Equal(new RevocationState(RevocationTrigger.Unspecified, 65535, Ipv4Only: true), first);
        Assert.Same(first, BindingRevocation.Requested(first, RevocationTrigger.Unspecified, ipv4Only: true, 3));
        var more = BindingRevocation.Requested(first, RevocationTrigger.AdministrativeReason, ipv4Only: false, 3);
        Assert.Equal(new RevocationState(RevocationTrigger.AdministrativeReason, 0, Ipv4Only: false), more);
        Assert.Same(more, BindingRevocation.Requested(more, RevocationTrigger.Unspecified, ipv4Only: true, 3));
    }

    [Fact]
    [Clause("5846-6.3-retransmit", "5846-6.3-backoff")]
    public void Without_an_answer_there_is_one_repetition_after_a_second_and_two_seconds_later_it_is_over()
    {
        var retransmission = new RevocationRetransmission(Administrative, RevocationTiming.Default, Given.Now);
        Assert.Equal([0, 1], Times(retransmission, out var over));
        Assert.Equal(3, over);
        Assert.Equal(TimeSpan.FromSeconds(3), RevocationTiming.Default.Total);
    }

    [Fact]
    [Clause("5846-6.3-backoff", "5846-11-configurable")]
    public void The_wait_doubles_up_to_the_greatest_and_goes_on_at_that_rate()
    {
        var timing = new RevocationTiming(4, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));
        Assert.Equal([0, 0.5, 1.5, 3.5, 6.5], Times(new RevocationRetransmission(Administrative, timing, Given.Now), out var over));
        Assert.Equal(9.5, over);
        Assert.Equal(TimeSpan.FromSeconds(9.5), timing.Total);
    }

    [Fact]
    [Clause("5846-6.2.2-match")]
    public void Only_the_number_of_an_indication_that_is_out_is_acknowledged() =>
        Gen.Select(Gen.UShort, Gen.Byte).Sample((sequence, status) =>
        {
            var retransmission = new RevocationRetransmission(Administrative, RevocationTiming.Default, Given.Now);
            var answer = new BindingRevocationAcknowledgement((RevocationStatus)status, sequence, BindingRevocationFlags.None, MobilityOptions.None);
            Assert.False(retransmission.IsAnsweredBy(answer));
            Assert.True(retransmission.TrySend(Given.Now));
            Assert.Equal(sequence == Administrative.Sequence, retransmission.IsAnsweredBy(answer));
            Assert.True(retransmission.IsAnsweredBy(answer with { Sequence = Administrative.Sequence }));
        });

    [Fact]
    public void Only_what_is_bound_can_be_revoked()
    {
        Assert.False(BindingRevocation.IsPossible(null, false, Given.Now));
        Assert.True(BindingRevocation.IsPossible(Given.Bound(), true, Given.Now));
        Assert.False(BindingRevocation.IsPossible(Given.Bound() with { Ipv4Home = null }, true, Given.Now));
        Assert.False(BindingRevocation.IsPossible(Given.Bound(), false, Given.Bound().Expires));
        Assert.False(BindingRevocation.IsPossible(BindingRevocation.Complete(Revoked(Administrative), Given.Now), false, Given.Now));
    }

    private static BindingCacheEntry Revoked(RevocationState revocation) => Given.Bound() with { Revocation = revocation };

    // In seconds, asked every 100 ms.
    private static double[] Times(RevocationRetransmission retransmission, out double over)
    {
        var sent = new List<double>();
        for (over = 0; !retransmission.IsUnanswered(At(over)); over = Math.Round(over + 0.1, 1))
            if (retransmission.TrySend(At(over))) sent.Add(over);
        return [.. sent];

        static DateTimeOffset At(double seconds) => Given.Now.AddSeconds(seconds);
    }
}
