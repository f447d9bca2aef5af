using System.Threading.Channels;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Takes changes to the lease file in order, from any thread; those that wait together are written together.</summary>
internal sealed partial class Ipv4LeaseWriter : IAsyncDisposable
{
    private readonly Channel<LeaseChange> _changes = Channel.CreateUnbounded<LeaseChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Action<IReadOnlyList<LeaseChange>> _write;
    private readonly ILogger _log;
    private readonly Task _running;

    /// <param name="write">All of them or none.</param>
    public Ipv4LeaseWriter(Action<IReadOnlyList<LeaseChange>> write, ILogger log)
    {
        _write = write;
        _log = log;
        _running = Task.Run(RunAsync);
    }

    public void Add(in LeaseChange change)
    {
        if (!_changes.Writer.TryWrite(change)) change.Durable?.SetException(new ObjectDisposedException(nameof(Ipv4LeaseWriter)));
    }

    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<LeaseChange>();
        while (await _changes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (_changes.Reader.TryRead(out var change)) batch.Add(change);
            Write(batch);
        }
    }

    private void Write(List<LeaseChange> batch)
    {
        try
        {
            _write(batch);
            batch.ForEach(change => change.Durable?.SetResult());
        }
        catch (Exception e)
        {
            // The table keeps what was not written: the owner asks again and it is written then. Nobody else gets the address meanwhile.
            WriteFailed(_log, batch.Count, e.Message.ReplaceLineEndings(" "));
            batch.ForEach(change => change.Durable?.SetException(e));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} changes of IPv4 leases were not written: {Reason}")]
    private static partial void WriteFailed(ILogger log, int count, string reason);
}
