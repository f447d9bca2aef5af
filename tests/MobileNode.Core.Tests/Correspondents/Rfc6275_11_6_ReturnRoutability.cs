using DsMip.MobileNode.Core.Correspondents;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests.Correspondents;

public sealed class Rfc6275_11_6_ReturnRoutability
{
    private readonly Conversation _talk = new();

    [Fact]
    [Clause("6275-11.6.1-init", "6275-11.8-test-cookies", "6275-11.8-double")]
    public void Both_questions_go_out_together_with_new_cookies_at_each_try_and_ever_longer_pauses()
    {
        _talk.LosesHomeTests = _talk.LosesCareOfTests = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        _talk.Advance(100);
        Assert.Equal([0, 1, 3, 7, 15], _talk.TimesOf<HomeTestInit>().Select(at => (at - Node.Start).TotalSeconds));
        Assert.Equal(_talk.TimesOf<HomeTestInit>(), _talk.TimesOf<CareOfTestInit>());
        var cookies = _talk.Sent<HomeTestInit>().Select(init => init.Cookie).Concat(_talk.Sent<CareOfTestInit>().Select(init => init.Cookie)).ToArray();
        Assert.Equal(10, cookies.Distinct().Count());
        Assert.All(_talk.Log.Select(entry => entry.Command).OfType<SendFromCareOfAddress>(), sent => Assert.Equal(Conversation.A, sent.Place));
    }

    [Fact]
    [Clause("6275-11.6.2-hot")]
    public void A_test_counts_once_with_the_cookie_of_its_question_from_the_correspondent_to_the_address_that_asked()
    {
        _talk.LosesHomeTests = _talk.LosesCareOfTests = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        var (home, careOf) = (_talk.Sent<HomeTestInit>().Last().Cookie, _talk.Sent<CareOfTestInit>().Last().Cookie);
        var stranger = Ipv6Address.Parse("2001:db8:bad::1");
        Assert.False(_talk.Receive(new HomeTest(1, home + 1, 5, MobilityOptions.None), Conversation.Home));
        Assert.False(_talk.Receive(new HomeTest(1, home, 5, MobilityOptions.None), Conversation.Home, stranger));
        Assert.False(_talk.Receive(new HomeTest(1, home, 5, MobilityOptions.None), Conversation.A.CareOf));
        Assert.False(_talk.Receive(new CareOfTest(1, careOf + 1, 5, MobilityOptions.None), Conversation.A.CareOf));
        Assert.False(_talk.Receive(new CareOfTest(1, careOf, 5, MobilityOptions.None), Conversation.B.CareOf));
        Assert.False(_talk.Receive(new CareOfTest(1, home, 5, MobilityOptions.None), Conversation.A.CareOf));
        Assert.Empty(_talk.Sent<BindingUpdate>());
        Assert.True(_talk.Receive(new HomeTest(1, home, 5, MobilityOptions.None), Conversation.Home));
        Assert.False(_talk.Receive(new HomeTest(1, home, 6, MobilityOptions.None), Conversation.Home));
        Assert.Empty(_talk.Sent<BindingUpdate>());
        Assert.True(_talk.Receive(new CareOfTest(2, careOf, 5, MobilityOptions.None), Conversation.A.CareOf));
        Assert.Equal(new NonceIndicesOption(1, 2), _talk.Sent<BindingUpdate>().Single().Options.Find<NonceIndicesOption>());
    }

    [Fact]
    [Clause("6275-11.6.2-hot")]
    public void The_cookie_of_a_former_try_is_worth_nothing()
    {
        _talk.LosesHomeTests = _talk.LosesCareOfTests = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        var first = _talk.Sent<HomeTestInit>().Last().Cookie;
        _talk.Advance(1.5);
        Assert.NotEqual(first, _talk.Sent<HomeTestInit>().Last().Cookie);
        Assert.False(_talk.Receive(new HomeTest(1, first, 5, MobilityOptions.None), Conversation.Home));
    }

    [Fact]
    [Clause("6275-11.6.2-mobility-not-understood")]
    public void An_icmp_error_that_quotes_a_test_leaves_the_correspondent_alone_for_a_while_and_any_other_does_not()
    {
        _talk.LosesHomeTests = _talk.LosesCareOfTests = true;
        _talk.Go(Conversation.A);
        _talk.Trigger();
        var cookie = _talk.Sent<CareOfTestInit>().Last().Cookie;
        _talk.Do(_talk.Registrations.NotUnderstood(Conversation.Peer, cookie + 1, _talk.Now));
        _talk.Advance(1);
        Assert.Equal(2, _talk.Sent<CareOfTestInit>().Count());
        _talk.Do(_talk.Registrations.NotUnderstood(Conversation.Peer, _talk.Sent<CareOfTestInit>().Last().Cookie, _talk.Now));
        var sent = _talk.Log.Count;
        _talk.Advance(200);
        _talk.Trigger();
        Assert.Equal(sent, _talk.Log.Count);
        _talk.Advance(200);
        _talk.Trigger();
        Assert.True(_talk.Log.Count > sent);
    }

    [Fact]
    [Clause("6275-5.2.7-token-lifetime")]
    public void A_home_token_is_used_again_while_it_is_young_and_not_after()
    {
        _talk.Bind();
        _talk.Advance(60);
        _talk.Go(Conversation.B);
        Assert.Equal(Conversation.B.CareOf, _talk.Route);
        Assert.Single(_talk.Sent<HomeTestInit>());
        Assert.Equal(2, _talk.Sent<CareOfTestInit>().Count());
        _talk.Advance(151);
        _talk.Go(Conversation.A);
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
        Assert.Equal(2, _talk.Sent<HomeTestInit>().Count());
    }

    [Fact]
    [Clause("6275-11.8-rate")]
    public void Who_moves_all_the_time_asks_and_updates_no_more_than_three_times_a_second()
    {
        _talk.Bind();
        for (var i = 0; i < 200; i++)
        {
            _talk.Advance(0.05);
            _talk.Go(i % 2 == 0 ? Conversation.B : Conversation.A);
        }
        _talk.Advance(5);
        Assert.Equal(Conversation.A.CareOf, _talk.Route);
        foreach (var times in new[] { _talk.TimesOf<CareOfTestInit>(), _talk.TimesOf<HomeTestInit>(), _talk.TimesOf<BindingUpdate>() })
            Assert.All(times, at => Assert.InRange(times.Count(other => other >= at && other - at <= TimeSpan.FromSeconds(1)), 1, 3));
    }
}
