using DsMip.HomeAgent.Edge.Native;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

public sealed class TogetherTests
{
    [Fact]
    public async Task The_fault_of_one_is_the_end_of_all_and_is_thrown()
    {
        var both = Together.RunAsync([EndlessAsync, _ => Task.FromException(new InvalidOperationException("broken"))], default);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => both.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("broken", fault.Message);
    }

    [Fact]
    public async Task All_end_when_they_are_told_to()
    {
        using var stop = new CancellationTokenSource();
        var both = Together.RunAsync([EndlessAsync, EndlessAsync], stop.Token);
        await stop.CancelAsync();
        await both.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task EndlessAsync(CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
