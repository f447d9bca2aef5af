using System.Diagnostics;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Admin.Summary;

/// <summary>Counts what is durable, whatever node holds it. However many look, no more than a tenth of the time is spent on counting.</summary>
internal sealed class BindingSummary(IBindingStore store, TimeProvider clock) : IDisposable
{
    private const int RestPerWork = 10;
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private SummaryJson? _last;
    private long _nextAt;

    public void Dispose() => _gate.Dispose();

    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task<SummaryJson> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var began = Stopwatch.GetTimestamp();
            if (_last is { } last && began < _nextAt) return last;
            _last = await CountAsync(store.NewestAsync(cancellation), clock.GetUtcNow()).ConfigureAwait(false);
            var rest = Stopwatch.GetElapsedTime(began) * RestPerWork;
            _nextAt = Stopwatch.GetTimestamp() + (long)((rest > LeastRest ? rest : LeastRest).TotalSeconds * Stopwatch.Frequency);
            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal static async Task<SummaryJson> CountAsync(IAsyncEnumerable<StoredBinding> rows, DateTimeOffset now)
    {
        int ipv6 = 0, ipv4 = 0, nat = 0, routers = 0;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (row.State?.Entry is not { Tunnel: { } tunnel } entry || entry.Expires <= now) continue;
            if (entry.NatDetected) nat++;
            else if (tunnel.Remote.IsIpv4) ipv4++;
            else ipv6++;
            if (entry.Networks is not null) routers++;
        }
        return new SummaryJson(now, ipv6 + ipv4 + nat, ipv6, ipv4, nat, routers);
    }
}
