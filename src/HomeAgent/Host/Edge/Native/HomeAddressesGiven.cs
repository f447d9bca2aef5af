using System.Threading.Channels;
using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Options;
using DsMip.Ike;
using DsMip.Ike.Vici;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Turns home addresses that charon gives out into temporary entries of the directory, and has charon know what follows from these.</summary>
/// <param name="contents">What charon has to know now.</param>
/// <param name="isTaken">Is it in use by somebody who has no lease of it?</param>
/// <param name="isBound">Has it a binding?</param>
/// <param name="follow">Acts on the leases as they are now.</param>
internal sealed partial class HomeAddressesGiven(
    HomeAgentOptions options, HomeAddressAssignment assignment, Func<CharonContents> contents, Func<Ipv6Address, bool> isTaken, Func<Ipv6Address, bool> isBound,
    Action follow, TimeProvider clock, ILogger log)
{
    private const int EndedAtOnce = 8;

    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(20), PatienceWithOtherEnd = TimeSpan.FromSeconds(1);

    private readonly Channel<IkeSa> _given = Channel.CreateBounded<IkeSa>(4096);
    private readonly Queue<string> _refused = [];
    private long _swept = clock.GetTimestamp();

    /// <summary>By charon's reader.</summary>
    public void Hear(IkeSa sa, bool isUp) => _ = isUp && sa.RemoteVirtualAddresses.Count > 0 && _given.Writer.TryWrite(sa);

    /// <summary>Until cancelled. What is wrong with a file, the kernel or charon is said, and tried again.</summary>
    public async Task RunAsync(CharonSession session, CancellationToken stop)
    {
        var known = contents();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await WaitAsync(stop).ConfigureAwait(false);
                try
                {
                    known = await PassAsync(session, known, stop).ConfigureAwait(false);
                }
                catch (Exception e) when (IsFromOutside(e))
                {
                    Problem(log, $"home addresses by IKE: {e.Message}");
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end.
        }
    }

    private static bool IsFromOutside(Exception e) =>
        e is LinuxException or ViciException or IOException or UnauthorizedAccessException or FormatException or ArgumentException;

    /// <summary>All that was given meanwhile makes one change for charon. Whom it must not serve comes last: that takes time.</summary>
    private async Task<CharonContents> PassAsync(CharonSession session, CharonContents known, CancellationToken stop)
    {
        try
        {
            while (_given.Reader.TryRead(out var sa)) Take(sa);
            if (clock.GetElapsedTime(_swept) >= SweepPause) await SweepAsync(session, stop).ConfigureAwait(false);
            follow();
            if (contents() is var next && CharonPlan.IsSame(known, next)) return known;
            await session.ReplaceAsync(next, stop).ConfigureAwait(false);
            return next;
        }
        finally
        {
            await EndRefusedAsync(session, stop).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        var left = SweepPause - clock.GetElapsedTime(_swept);
        if (_refused.Count > 0 || left <= TimeSpan.Zero) return;
        using var sweep = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, sweep.Token);
        try
        {
            await _given.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Time to sweep.
        }
    }

    /// <summary>Whose it is the name of the connection says: charon lets nobody into it but the identity that it is for.</summary>
    private void Take(IkeSa sa)
    {
        var peer = options.Ike!.Bootstrapping!.Peers.FirstOrDefault(peer => sa.Connection == BootstrapConnection.NameAtHomeAgent(CharonPlan.NameOf(peer.Ike)));
        if (peer is null) return;
        var (identity, address) = (peer.Ike.Identity, sa.RemoteVirtualAddresses[0]);
        try
        {
            if ((assignment.Leases.Of(address) is not null || !isTaken(address)) && assignment.TryTake(identity, address, clock.GetUtcNow()))
            {
                Given(log, address, identity);
                return;
            }
        }
        catch (LinuxException e)
        {
            // The sweep comes to it again.
            Problem(log, $"home address {address} by IKE: {e.Message}");
            return;
        }
        if (_refused.Contains(sa.UniqueId)) return;
        Taken(log, address, identity);
        _refused.Enqueue(sa.UniqueId);
    }

    /// <summary>A few at once, so that nobody who is served waits longer for it than for one; the rest next time.</summary>
    private async Task EndRefusedAsync(CharonSession session, CancellationToken stop)
    {
        var ending = new List<Task>();
        while (ending.Count < EndedAtOnce && _refused.TryDequeue(out var id)) ending.Add(EndAsync(session, id, stop));
        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    private async Task EndAsync(CharonSession session, string id, CancellationToken stop)
    {
        try
        {
            await session.TerminateIdAsync(id, PatienceWithOtherEnd, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFromOutside(e))
        {
            Problem(log, $"home addresses by IKE: {e.Message}");
        }
    }

    private async Task SweepAsync(CharonSession session, CancellationToken stop)
    {
        _swept = clock.GetTimestamp();
        if (!session.IsConnected) return;
        var all = (await session.ListAsync(null, stop).ConfigureAwait(false))
            .Where(sa => sa.State == IkeSa.Established && sa.Connection.StartsWith(IkeConnection.NamePrefix, StringComparison.Ordinal)).ToList();
        foreach (var sa in all)
            if (sa.RemoteVirtualAddresses.Count > 0 && assignment.Leases.Of(sa.RemoteVirtualAddresses[0]) is null) Take(sa);
        var withKeys = all.SelectMany(sa => sa.RemoteVirtualAddresses).Concat(all.Select(sa => Ipv6Address.TryParse(sa.RemoteHost, null, out var host) ? host : default)).ToHashSet();
        assignment.Sweep(address => withKeys.Contains(address) || isBound(address), clock.GetUtcNow());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Problem(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "home address {Address} is {Identity}'s, by IKE")]
    private static partial void Given(ILogger log, Ipv6Address address, string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "charon gave {Address} to {Identity}, whose it is not; the IKE SA is ended")]
    private static partial void Taken(ILogger log, Ipv6Address address, string identity);
}
