using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native.Claims;

public sealed class ClaimPlanTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly ClaimPlan _plan = new(mostUnderWay: 2);
    private readonly HashSet<Ipv6Address> _held = [];

    [Fact]
    public void Some_at_a_time_and_those_first_whose_nodes_wait()
    {
        _plan.Want([.. Enumerable.Range(1, 5).Select(Home)]);
        Assert.Equal([Home(4), Home(1)], Next(Now, Home(4)));
        Assert.Empty(Next(Now));
        Answer(Home(4));
        Assert.Equal([Home(5)], Next(Now, Home(5)));
        Answer(Home(1));
        Answer(Home(5));
        Assert.Equal([Home(2), Home(3)], Next(Now));
        Answer(Home(2));
        Answer(Home(3));
        Assert.Empty(Next(Now));
    }

    /// <summary>Else a take-over of ten thousand would look at ten thousand for every answer.</summary>
    [Fact]
    public void An_answer_makes_room_for_those_that_wait_without_a_look_at_all_others()
    {
        const int homes = 1000;
        _plan.Want([.. Enumerable.Range(1, homes).Select(Home)]);
        _plan.Look(Now, _held.Contains, []);
        var looks = 0;
        var asked = new Queue<Ipv6Address>(Take());
        while (asked.TryDequeue(out var home))
        {
            Answer(home);
            foreach (var next in Take()) asked.Enqueue(next);
        }
        Assert.Equal((homes, homes), (_held.Count, looks));

        IReadOnlyList<Ipv6Address> Take() => _plan.Next(Now, home =>
        {
            looks++;
            return _held.Contains(home);
        });
    }

    [Fact]
    public void What_is_not_answered_is_asked_again_and_what_was_lost_too()
    {
        _plan.Want([Home(1)]);
        Assert.Equal([Home(1)], Next(Now));
        Assert.Empty(Next(Now + ClaimPlan.Patience));
        Assert.Equal([Home(1)], Next(Now + ClaimPlan.Patience * 2));
        Answer(Home(1));
        Assert.Empty(Next(Now + ClaimPlan.Patience * 4));
        _held.Clear();
        Assert.Equal([Home(1)], Next(Now + ClaimPlan.Patience * 4));
    }

    [Fact]
    public void What_is_not_wanted_any_more_is_given_back_and_not_asked_for()
    {
        _plan.Want([Home(1), Home(2), Home(3)]);
        Next(Now);
        Assert.Equal([Home(1), Home(3)], _plan.Want([Home(2)]).Order());
        Assert.Equal((false, true), (_plan.Wants(Home(1)), _plan.Wants(Home(2))));
        Answer(Home(2));
        Assert.Empty(Next(Now));
    }

    private void Answer(Ipv6Address home)
    {
        _held.Add(home);
        _plan.Answered(home);
    }

    private IReadOnlyList<Ipv6Address> Next(DateTimeOffset now, params Ipv6Address[] demanded)
    {
        _plan.Look(now, _held.Contains, demanded);
        return _plan.Next(now, _held.Contains);
    }

    private static Ipv6Address Home(int i) => Ipv6Address.Parse($"2001:db8:1::{i}");
}
