using System.Threading.Channels;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Releases that entities leave behind, one after the other, tried again while the store is away. A late one does no harm: it names the taking
/// that it ends.
/// </summary>
internal sealed partial class Ipv4LeaseReleases : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private readonly Channel<(Ipv6Address Home, LeasedAddress Lease)> _waiting = Channel.CreateUnbounded<(Ipv6Address, LeasedAddress)>();
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Ipv6Address, LeasedAddress, Task> _release;
    private readonly ILogger _log;
    private readonly Task _running;

    public Ipv4LeaseReleases(Func<Ipv6Address, LeasedAddress, Task> release, ILogger log)
    {
        (_release, _log) = (release, log);
        _running = Task.Run(RunAsync);
    }

    public void Add(Ipv6Address home, LeasedAddress lease) => _waiting.Writer.TryWrite((home, lease));

    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete()) return;
        // What cannot be told in time is released at a later start.
        _end.CancelAfter(Farewell);
        await _running.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var (home, lease) in _waiting.Reader.ReadAllAsync(_end.Token).ConfigureAwait(false))
                while (!await TryAsync(home, lease).ConfigureAwait(false)) await Task.Delay(Pause, _end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<bool> TryAsync(Ipv6Address home, LeasedAddress lease)
    {
        try
        {
            await _release(home, lease).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(_log, lease.Address, e.Message.ReplaceLineEndings(" "));
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the lease of {Address} is not released yet and will be tried again: {Reason}")]
    private static partial void Failed(ILogger log, Ipv4Address address, string reason);
}
