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

    private IReadOnlyList<Ipv6Address> Next(DateTimeOffset now, params Ipv6Address[] demanded) => _plan.Next(now, _held.Contains, demanded);

    private static Ipv6Address Home(int i) => Ipv6Address.Parse($"2001:db8:1::{i}");
}
