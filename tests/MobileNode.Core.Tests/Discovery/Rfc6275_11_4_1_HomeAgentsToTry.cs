using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire;

namespace DsMip.MobileNode.Core.Tests.Discovery;

[Clause("6275-11.4.1-next")]
public sealed class Rfc6275_11_4_1_HomeAgentsToTry
{
    private static readonly HomeAgentCandidate A = Candidate(1), B = Candidate(2), C = Candidate(3);

    [Fact]
    public void One_is_tried_after_the_other_a_second_and_a_half_apart_at_least()
    {
        var toTry = new HomeAgentsToTry([A, B]);
        Assert.Equal((A, TimeSpan.FromSeconds(1.5)), (toTry.Current, toTry.Pause));
        Assert.True(toTry.TryNext());
        Assert.Equal((B, TimeSpan.FromSeconds(1.5)), (toTry.Current, toTry.Pause));
        Assert.False(toTry.TryNext());
    }

    [Fact]
    public void After_all_of_a_list_a_new_one_counts_without_the_one_that_has_just_failed_in_the_first_place()
    {
        var toTry = new HomeAgentsToTry([A, B]);
        Assert.True(toTry.TryNext());
        Assert.True(toTry.TryRestart([B, C, A]));
        var tried = new List<HomeAgentCandidate> { toTry.Current };
        while (toTry.TryNext()) tried.Add(toTry.Current);
        Assert.Equal([C, A, B], tried);
    }

    [Fact]
    [Clause("5142-6.2-choose", "5142-6.1-leave")]
    public void Those_that_a_home_agent_names_are_tried_instead_of_it_in_their_order_those_of_our_prefix_first()
    {
        var elsewhere = new HomeAgentCandidate(Ipv6Address.Parse("2001:db8:ffff::1"));
        var toTry = new HomeAgentsToTry([A, B]);
        Assert.True(toTry.TryTurn([elsewhere, C, A, B, C], Ipv6Prefix.Parse("2001:db8:1::/64")));
        var tried = new List<HomeAgentCandidate> { toTry.Current };
        while (toTry.TryNext()) tried.Add(toTry.Current);
        Assert.Equal([C, B, elsewhere], tried);
        Assert.False(toTry.TryTurn([elsewhere, new HomeAgentCandidate(Ipv6Address.Parse("ff02::1"))], Ipv6Prefix.Parse("2001:db8:1::/64")));
        Assert.Equal(elsewhere, toTry.Current);
    }

    [Fact]
    public void Where_there_is_no_other_one_it_is_kept()
    {
        var toTry = new HomeAgentsToTry([A]);
        Assert.False(toTry.TryNext());
        Assert.False(toTry.TryRestart([A]));
        Assert.Equal(A, toTry.Current);
    }

    [Fact]
    public void Rounds_in_which_none_accepts_become_slower_up_to_32_seconds_and_one_that_accepts_ends_that()
    {
        var toTry = new HomeAgentsToTry([A, B]);
        var pauses = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            pauses.Add(toTry.Pause.TotalSeconds);
            Assert.True(toTry.TryNext());
            Assert.True(toTry.TryRestart([A, B]));
        }
        Assert.Equal([1.5, 3, 6, 12, 24, 32, 32], pauses);
        toTry.Accepted();
        Assert.Equal(1.5, toTry.Pause.TotalSeconds);
    }

    private static HomeAgentCandidate Candidate(byte number) => new(new Ipv6Address(Ipv6Address.Parse("2001:db8:1::").Value + number));
}
