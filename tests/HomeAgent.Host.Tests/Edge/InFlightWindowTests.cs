using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge;

public sealed class InFlightWindowTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ipv6Address Bob = Ipv6Address.Parse(Configured.Bob);

    [Fact]
    public void What_is_above_the_limit_is_shed_until_something_ends()
    {
        var window = new InFlightWindow(2, 2);
        Assert.True(window.TryEnter(Alice, Start));
        Assert.True(window.TryEnter(Bob, Start.AddSeconds(1)));
        Assert.False(window.TryEnter(Alice, Start.AddSeconds(1)));
        window.Leave(Alice, Start);
        Assert.True(window.TryEnter(Alice, Start.AddSeconds(1)));
    }

    [Fact]
    public void What_never_ends_is_forgotten()
    {
        var window = new InFlightWindow(1, 1);
        Assert.True(window.TryEnter(Alice, Start));
        Assert.False(window.TryEnter(Bob, Start.AddSeconds(3)));
        Assert.True(window.TryEnter(Bob, Start.AddSeconds(4)));
        window.Leave(Alice, Start);
        Assert.False(window.TryEnter(Alice, Start.AddSeconds(4)));
    }

    [Fact]
    public void Nobody_takes_the_room_of_the_others()
    {
        var window = new InFlightWindow(100, 3);
        for (var frame = 0; frame < 3; frame++) Assert.True(window.TryEnter(Alice, Start.AddSeconds(frame)));
        Assert.False(window.TryEnter(Alice, Start.AddSeconds(2)));
        Assert.True(window.TryEnter(Bob, Start.AddSeconds(2)));
        window.Leave(Alice, Start.AddSeconds(1));
        Assert.True(window.TryEnter(Alice, Start.AddSeconds(2)));
        // Ended twice counts once.
        window.Leave(Alice, Start.AddSeconds(1));
        Assert.False(window.TryEnter(Alice, Start.AddSeconds(2)));
    }

    [Fact]
    public void A_full_window_opens_when_the_clock_was_put_back()
    {
        var window = new InFlightWindow(1, 1);
        Assert.True(window.TryEnter(Alice, Start));
        Assert.True(window.TryEnter(Alice, Start.AddHours(-1)));
        Assert.False(window.TryEnter(Alice, Start.AddHours(-1)));
    }
}
