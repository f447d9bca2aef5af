using System.Threading.Channels;

namespace DsMip.HomeAgent.Events;

/// <summary>Somebody who looks. Who is slow misses events and is told how many; nobody waits for him.</summary>
public sealed class EventSubscription(LiveEvents events, string who) : IDisposable
{
    private const int MostWaiting = 1000;
    private readonly Channel<LiveEvent> _waiting = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait });
    private int _missed;

    public string Who { get; } = who;

    public void Dispose() => events.Leave(this);

    /// <returns>Null: nothing came for so long.</returns>
    public async Task<LiveEvent?> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await _waiting.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>How many were missed since it was asked last.</summary>
    public int TakeMissed() => Interlocked.Exchange(ref _missed, 0);

    internal void Offer(LiveEvent what)
    {
        if (!_waiting.Writer.TryWrite(what)) Interlocked.Increment(ref _missed);
    }
}
