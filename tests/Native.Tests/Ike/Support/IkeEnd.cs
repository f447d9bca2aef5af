using System.Collections.Concurrent;
using DsMip.Ike;
using DsMip.Lab.Charon;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Ike;

/// <summary>One end: a namespace, the charon in it, and the session that supplies it.</summary>
internal sealed class IkeEnd : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private IkeEnd(NetworkNamespace space, CharonDaemon charon, IReadOnlyList<IkeConnection> connections)
    {
        Space = space;
        Charon = charon;
        Session = new CharonSession(charon.ViciSocket, connections, Notices.Enqueue);
        _running = Session.RunAsync(_stop.Token);
    }

    public NetworkNamespace Space { get; }

    public CharonDaemon Charon { get; }

    public CharonSession Session { get; }

    public ConcurrentQueue<IkeNotice> Notices { get; } = new();

    /// <summary>Returns when charon has the connections.</summary>
    public static async Task<IkeEnd> StartAsync(NetworkNamespace space, string settings, params IReadOnlyList<IkeConnection> connections)
    {
        var end = new IkeEnd(space, CharonDaemon.Start(space, Path.Combine("/run", space.Name), settings), connections);
        await Until.TrueAsync(() => end.Session.IsConnected, () => $"charon takes the connections of {space.Name}: {end.Describe()}");
        return end;
    }

    /// <summary>The children that are in force, by name.</summary>
    public async Task<IReadOnlyList<ChildSa>> InstalledAsync()
    {
        var all = Session.IsConnected ? await Session.ListAsync(null, default) : [];
        return [.. all.Where(sa => sa.State == "ESTABLISHED").SelectMany(sa => sa.Children).Where(child => child.State == "INSTALLED")];
    }

    public IEnumerable<KernelState> States() => KernelState.Of(Space);

    public string Describe() => string.Join('\n', Notices.Select(notice => notice.Text)) + Charon.Tail();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Session.DisposeAsync();
        Charon.Dispose();
        _stop.Dispose();
    }
}
