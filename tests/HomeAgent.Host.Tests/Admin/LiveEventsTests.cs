using DsMip.HomeAgent.Events;

namespace DsMip.HomeAgent.Host.Tests.Admin;

public sealed class LiveEventsTests
{
    [Fact]
    public void Nobody_takes_the_places_of_all_others()
    {
        var events = new LiveEvents();
        var mine = Enumerable.Range(0, LiveEvents.MostOfOne).Select(_ => events.TrySubscribe("one")).ToList();
        Assert.DoesNotContain(null, mine);
        Assert.Null(events.TrySubscribe("one"));
        Assert.NotNull(events.TrySubscribe("other"));
        mine[0]!.Dispose();
        Assert.NotNull(events.TrySubscribe("one"));
    }
}
