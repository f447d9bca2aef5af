using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.Pools;

/// <summary>How many bindings are in force, by prefix. Counting reads all of them, and is not done again for a while.</summary>
internal sealed class BindingCounts(IBindingStore store, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _gate = new(1);
    private DateTimeOffset _counted = DateTimeOffset.MinValue;
    private Dictionary<Ipv6Prefix, int> _counts = [];

    public void Dispose() => _gate.Dispose();

    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task<IReadOnlyDictionary<Ipv6Prefix, int>> ReadAsync(IReadOnlyList<Ipv6Prefix> prefixes, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            if (now - _counted < GoodFor && prefixes.All(_counts.ContainsKey)) return _counts;
            var counts = prefixes.ToDictionary(prefix => prefix, _ => 0);
            await foreach (var row in store.NewestAsync(cancellation).ConfigureAwait(false))
            {
                if (row.State?.Entry is not { Deregistered: false } entry || entry.Expires <= now) continue;
                foreach (var prefix in prefixes)
                    if (prefix.Contains(entry.HomeAddress)) counts[prefix]++;
            }
            (_counts, _counted) = (counts, now);
            return counts;
        }
        finally
        {
            _gate.Release();
        }
    }
}
