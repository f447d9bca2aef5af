using DsMip.MobileNode.Core.Correspondents;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests.Correspondents;

public sealed class Rfc6275_11_7_2_CorrespondentRegistration
{
    private readonly Conversation _talk = new();

    [Fact]
    [Clause("6275-11.7.2-authorized", "6275-11.3.1-optimized")]
    public void A_correspondent_of_others_accepts_the_binding_and_packets_go_directly()
    {
        _talk.Go(Conversation.A);
        Assert.Empty(_talk.Log);
        _talk.Trigger();
        Assert.Equal(Conversation.A.CareOf, _talk.Correspondent.CareOf(Conversation.Home, _talk.Now));
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
        var update = _talk.Sent<BindingUpdate>().Single();
        Assert.Equal(BindingUpdateFlags.Acknowledge, update.Flags);
        Assert.IsType<BindingAuthorizationDataOption>(update.Options.Items[^1]);
        // What comes by the tunnel still, while it is bound, is no reason to begin again.
        _talk.Trigger();
        Assert.Single(_talk.Sent<BindingUpdate>());
    }

    [Fact]
    [Clause("6275-5.2.6-lifetime", "6275-11.7.2-lifetime")]
    public void The_lifetime_is_seven_minutes_at_most_and_no_longer_than_the_home_registration()
    {
        _talk.Bind();
        Assert.Equal(420, _talk.Sent<BindingUpdate>().Single().Lifetime.ToTimeSpan().TotalSeconds);
        var shorter = new Conversation();
        shorter.Go(Conversation.A with { Expires = Node.Start.AddSeconds(100) });
        shorter.Trigger();
        Assert.Equal(100, shorter.Sent<BindingUpdate>().Single().Lifetime.ToTimeSpan().TotalSeconds);
    }

    [Fact]
    [Clause("6275-11.7.2-lifetime")]
    public void A_binding_in_use_is_made_again_before_it_ends_with_new_tests_and_one_that_is_not_ends()
    {
        _talk.Bind();
        _talk.Advance(1000);
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
        Assert.True(_talk.Correspondent.Remaining(Conversation.Home, _talk.Now) > TimeSpan.Zero);
        Assert.Equal([0, 360, 720], _talk.TimesOf<HomeTestInit>().Select(at => (at - Node.Start).TotalSeconds));
        _talk.IsInUse = false;
        _talk.Advance(425);
        Assert.False(_talk.Accepts);
        Assert.Equal(0, _talk.Registrations.Count);
    }

    [Fact]
    public void A_shorter_lifetime_of_the_correspondents_counts()
    {
        _talk.Correspondent.MostLifetime = 10;
        _talk.Bind();
        _talk.IsInUse = false;
        _talk.Advance(39);
        Assert.NotNull(_talk.Route);
        _talk.Advance(2);
        Assert.Null(_talk.Route);
    }

    [Fact]
    [Clause("6275-11.7.2-move")]
    public void A_handover_takes_packets_back_into_the_tunnel_until_the_correspondent_knows_the_new_address()
    {
        _talk.Bind();
        _talk.LosesCareOfTests = true;
        _talk.Go(Whereabouts.Unknown);
        Assert.Null(_talk.Route);
        _talk.Go(Conversation.B);
        Assert.Null(_talk.Route);
        _talk.LosesCareOfTests = false;
        _talk.Advance(1);
        Assert.Equal(Conversation.B.CareOf, _talk.Route);
        Assert.Equal(Conversation.B.CareOf, _talk.Correspondent.CareOf(Conversation.Home, _talk.Now));
    }

    [Theory]
    [InlineData(Whereabouts.Home)]
    [InlineData(Whereabouts.AwayOverIpv4)]
    [Clause("6275-11.7.2-delete", "5555-2.4-route-optimization")]
    public void Who_comes_home_or_has_no_IPv6_has_the_binding_removed_by_the_home_test_alone(Whereabouts where)
    {
        _talk.Bind();
        _talk.Advance(300);
        _talk.Go(where);
        Assert.False(_talk.Accepts);
        Assert.Equal(2, _talk.Sent<HomeTestInit>().Count());
        Assert.Single(_talk.Sent<CareOfTestInit>());
        var update = _talk.Sent<BindingUpdate>().Last();
        Assert.True(update.Lifetime.IsZero);
        Assert.Equal(0, update.Options.Find<NonceIndicesOption>()!.CareOfNonceIndex);
        Assert.Null(_talk.Correspondent.CareOf(Conversation.Home, _talk.Now));
        Assert.Equal(0, _talk.Registrations.Count);
        _talk.Trigger();
        Assert.Equal(0, _talk.Registrations.Count);
    }

    [Fact]
    public void What_a_correspondent_sends_directly_is_taken_for_as_long_as_it_may_have_a_binding_though_its_answers_are_lost()
    {
        _talk.LosesUpdates = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        _talk.Advance(300);
        Assert.Equal(1, _talk.Registrations.Count);
        Assert.Null(_talk.Route);
        Assert.True(_talk.Accepts);
        _talk.Advance(430);
        Assert.False(_talk.Accepts);
        Assert.Equal(0, _talk.Registrations.Count);
    }

    [Fact]
    public void A_binding_that_may_be_there_though_nobody_has_acknowledged_it_is_removed_too()
    {
        _talk.LosesUpdates = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        Assert.Null(_talk.Route);
        Assert.True(_talk.Accepts);
        _talk.LosesUpdates = false;
        _talk.Go(Whereabouts.Home);
        Assert.True(_talk.Sent<BindingUpdate>().Last().Lifetime.IsZero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [Clause("6275-11.7.3-nonces")]
    public void Nonces_that_the_correspondent_has_forgotten_lead_to_new_tests(int losses)
    {
        _talk.Bind();
        _talk.Correspondent.ForgetNonces(_talk.Now);
        if (losses == 1) _talk.LosesCareOfTests = true;
        _talk.Go(Conversation.B);
        _talk.LosesCareOfTests = false;
        _talk.Advance(5);
        Assert.Equal(Conversation.B.CareOf, _talk.Route);
        Assert.Equal(2, _talk.Sent<HomeTestInit>().Count());
    }

    [Fact]
    [Clause("6275-11.7.2-sequence", "6275-11.7.3-correspondent-135")]
    public void Sequence_numbers_only_grow_and_go_on_from_the_correspondents()
    {
        _talk.Correspondent.Remember(Conversation.Home, 0);
        _talk.LosesUpdates = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        _talk.Advance(2);
        _talk.Correspondent.Remember(Conversation.Home, (ushort)(_talk.Sent<BindingUpdate>().Last().Sequence.Value + 500));
        _talk.LosesUpdates = false;
        _talk.Advance(5);
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
        var numbers = _talk.Sent<BindingUpdate>().Select(update => update.Sequence).ToArray();
        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.True(pair.Second.IsAfter(pair.First)));
        Assert.True((ushort)(numbers[^1].Value - numbers[0].Value) > 500);
    }

    [Fact]
    [Clause("6275-11.7.3-correspondent-authentic")]
    public void An_acknowledgement_counts_only_with_the_authenticator_of_the_update()
    {
        _talk.LosesUpdates = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        var update = _talk.Sent<BindingUpdate>().Single();
        var clear = new BindingAcknowledgement(BindingStatus.Accepted, BindingAcknowledgementFlags.None, update.Sequence, update.Lifetime, MobilityOptions.None);
        var forged = clear with { Options = MobilityOptions.Of(new BindingAuthorizationDataOption(ValueArray.Create<byte>(new byte[12]))) };
        Assert.False(_talk.Receive(clear, Conversation.A.CareOf));
        Assert.False(_talk.Receive(forged, Conversation.A.CareOf));
        Assert.False(_talk.Receive(forged with { Status = BindingStatus.SequenceNumberOutOfWindow }, Conversation.A.CareOf));
        // One for another Binding Update, in its own name.
        var stale = _talk.Correspondent.Answer(update, MobilityHeaderCodec.Write(update, Conversation.Home, Conversation.Peer), Conversation.A.CareOf, Conversation.Home, _talk.Now)!;
        _talk.Advance(1);
        Assert.True(MobilityHeaderCodec.TryRead(stale, Conversation.Peer, Conversation.Home, out var message, out _));
        Assert.False(_talk.Receive(message!, Conversation.A.CareOf, header: stale));
        Assert.Null(_talk.Route);
    }

    [Fact]
    [Clause("6275-11.7.3-correspondent-refuses")]
    public void Who_refuses_is_left_alone_for_a_while()
    {
        _talk.Correspondent.Refuses = BindingStatus.AdministrativelyProhibited;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        Assert.False(_talk.Accepts);
        _talk.Advance(200);
        _talk.Trigger();
        _talk.Go(Conversation.B);
        Assert.Single(_talk.Sent<BindingUpdate>());
        _talk.Advance(200);
        _talk.Trigger();
        Assert.Equal(Conversation.B.CareOf, _talk.Route);
    }

    [Fact]
    [Clause("6275-11.3.6-correspondent")]
    public void A_binding_error_of_a_correspondent_takes_packets_back_into_the_tunnel_but_not_all_the_time()
    {
        _talk.Bind();
        var error = new BindingError(BindingErrorStatus.UnknownBindingForHomeAddressOption, Conversation.Home, MobilityOptions.None);
        Assert.False(_talk.Receive(error, Conversation.A.CareOf));
        _talk.Advance(20);
        Assert.False(_talk.Receive(error, Conversation.A.CareOf, Ipv6Address.Parse("2001:db8:bad::1")));
        Assert.False(_talk.Receive(error with { HomeAddress = Conversation.Peer }, Conversation.A.CareOf));
        _talk.LosesUpdates = true;
        Assert.True(_talk.Receive(error, Conversation.A.CareOf));
        Assert.Null(_talk.Route);
        _talk.LosesUpdates = false;
        _talk.Advance(2);
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
        Assert.False(_talk.Receive(error, Conversation.A.CareOf));
    }

    [Fact]
    [Clause("6275-11.7.4-refresh-request")]
    public void A_refresh_request_of_who_is_bound_is_followed_and_any_other_is_not()
    {
        var request = new BindingRefreshRequest(MobilityOptions.None);
        _talk.Bind();
        Assert.False(_talk.Receive(request, Conversation.A.CareOf, Ipv6Address.Parse("2001:db8:bad::1")));
        _talk.Advance(20);
        Assert.True(_talk.Receive(request, Conversation.A.CareOf));
        Assert.Equal(2, _talk.Sent<BindingUpdate>().Count());
        Assert.False(_talk.Receive(request, Conversation.A.CareOf));
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
    }

    [Fact]
    [Clause("6275-11.7.2-bounded")]
    public void However_many_send_packets_few_are_asked_and_no_more_are_kept_than_there_is_room_for()
    {
        _talk.LosesHomeTests = _talk.LosesCareOfTests = true;
        _talk.Go(Conversation.A);
        for (var i = 1; i < 2000; i++)
        {
            _talk.Do(_talk.Registrations.PacketTunnelled(Ipv6Address.Parse($"2001:db8:e::{i:x}"), _talk.Now));
            _talk.Advance(0.01);
        }
        var init = _talk.TimesOf<HomeTestInit>().Count();
        Assert.InRange(_talk.Registrations.Count, 10, CorrespondentRegistrations.Maximum);
        Assert.InRange(init, 10, 64 * ReturnRoutabilityTries);
        Assert.Empty(_talk.Registrations.PacketTunnelled(Node.HomeAgent, _talk.Now.AddHours(1)));
    }

    private const int ReturnRoutabilityTries = 5;
}
