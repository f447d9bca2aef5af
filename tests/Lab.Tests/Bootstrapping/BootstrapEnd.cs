using System.Collections.Concurrent;
using System.Diagnostics;
using DsMip.Ike;
using DsMip.Lab.Charon;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Bootstrapping;

/// <summary>A charon, and the session that supplies it.</summary>
internal sealed class BootstrapEnd : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CharonDaemon _charon;
    private readonly Task _running;

    private BootstrapEnd(NetworkNamespace space, CharonContents contents)
    {
        _charon = CharonDaemon.Start(space, Path.Combine("/run", space.Name));
        Session = new CharonSession(_charon.ViciSocket, contents, Notices.Enqueue);
        _running = Session.RunAsync(_stop.Token);
    }

    public CharonSession Session { get; }

    public ConcurrentQueue<IkeNotice> Notices { get; } = new();

    public string ViciSocket => _charon.ViciSocket;

    public static async Task<BootstrapEnd> StartAsync(NetworkNamespace space, CharonContents contents)
    {
        var end = new BootstrapEnd(space, contents);
        var watch = Stopwatch.StartNew();
        while (!end.Session.IsConnected)
        {
            Assert.True(watch.Elapsed.TotalSeconds < 20, end.Describe());
            await Task.Delay(20);
        }
        return end;
    }

    public async Task<IkeSa> InitiateAsync(string connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var result = await Session.InitiateAsync(connection, null, patience.Token);
        Assert.True(result.IsEstablished, $"{result.Reason}\n{Describe()}");
        return Assert.Single(await Session.ListAsync(connection, patience.Token));
    }

    public string Describe() => string.Join('\n', Notices.Select(notice => notice.Text)) + _charon.Tail();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Session.DisposeAsync();
        _charon.Dispose();
        _stop.Dispose();
    }
}
