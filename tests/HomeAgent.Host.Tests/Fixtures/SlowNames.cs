using System.Collections.Concurrent;
using DsMip.HomeAgent.Core.Names;
using DsMip.HomeAgent.Names;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>A DNS that answers when the test says so.</summary>
internal sealed class SlowNames : INameUpdates
{
    private readonly BlockingCollection<NameUpdate> _asked = [];
    private readonly BlockingCollection<TaskCompletionSource<DnsUpdateStatus>> _open = [];
    private int _count;

    public int Asked => _count;

    public Task<DnsUpdateStatus> UpdateAsync(NameUpdate update)
    {
        Interlocked.Increment(ref _count);
        var answer = new TaskCompletionSource<DnsUpdateStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open.Add(answer);
        _asked.Add(update);
        return answer.Task;
    }

    public NameUpdate Next() => _asked.TryTake(out var update, TimeSpan.FromSeconds(30)) ? update : throw new TimeoutException("nothing was asked");

    public void Answer(DnsUpdateStatus status) => _open.Take().SetResult(status);
}
