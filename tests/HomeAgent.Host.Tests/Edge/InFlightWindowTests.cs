using DsMip.HomeAgent.Edge;

namespace DsMip.HomeAgent.Host.Tests.Edge;

public sealed class InFlightWindowTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_above_the_limit_is_shed_until_something_ends()
    {
        var window = new InFlightWindow(2);
        Assert.True(window.TryEnter(Start));
        Assert.True(window.TryEnter(Start.AddSeconds(1)));
        Assert.False(window.TryEnter(Start.AddSeconds(1)));
        window.Leave(Start);
        Assert.True(window.TryEnter(Start.AddSeconds(1)));
    }

    [Fact]
    public void What_never_ends_is_forgotten()
    {
        var window = new InFlightWindow(1);
        Assert.True(window.TryEnter(Start));
        Assert.False(window.TryEnter(Start.AddSeconds(3)));
        Assert.True(window.TryEnter(Start.AddSeconds(4)));
        window.Leave(Start);
        Assert.False(window.TryEnter(Start.AddSeconds(4)));
    }
}
