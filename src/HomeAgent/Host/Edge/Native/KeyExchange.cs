using System.Threading.Channels;
using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Prefixes;
using DsMip.Ike;
using DsMip.Ike.Vici;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Keeps charon supplied with a connection for each mobile node whose keys are negotiated, and turns home addresses that it gives out into temporary entries of the
/// directory. Without charon the home agent runs, and mobile nodes keep the keys that they have.
/// </summary>
internal sealed partial class KeyExchange(
    HomeAgentOptions options, HomeAddressAssignment assignment, KernelIpsec kernel, StoredMobileNodes stored, HomePrefixTable prefixes, BindingTable bindings,
    TimeProvider clock, ILogger<KeyExchange> log) : BackgroundService
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(20);

    private readonly Channel<IkeSa> _given = Channel.CreateBounded<IkeSa>(4096);
    private readonly HashSet<MobileNodeOptions> _inKernel = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        FollowInKernel();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Ike is not { } own) return;
        var session = new CharonSession(own.ViciSocket, Contents(own), Say);
        session.Changed += (sa, isUp) => _ = isUp && sa.RemoteVirtualAddresses.Count > 0 && _given.Writer.TryWrite(sa);
        await using (session.ConfigureAwait(false))
            await Task.WhenAll(session.RunAsync(stoppingToken), own.Bootstrapping is null ? Task.CompletedTask : AssignAsync(own, session, stoppingToken)).ConfigureAwait(false);
    }

    private async Task AssignAsync(IkeOptions own, CharonSession session, CancellationToken stop)
    {
        var known = Contents(own);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var given = await NextAsync(stop).ConfigureAwait(false);
                try
                {
                    if (given is not null) await TakeAsync(given, session, stop).ConfigureAwait(false);
                    else await SweepAsync(session, stop).ConfigureAwait(false);
                    FollowInKernel();
                    if (Contents(own) is var next && CharonPlan.IsSame(known, next)) continue;
                    await session.ReplaceAsync(next, stop).ConfigureAwait(false);
                    known = next;
                }
                catch (Exception e) when (e is LinuxException or ViciException or IOException)
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

    /// <returns>Null: nothing was given for some time.</returns>
    private async Task<IkeSa?> NextAsync(CancellationToken stop)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        pause.CancelAfter(SweepPause);
        try
        {
            return await _given.Reader.ReadAsync(pause.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Whose it is the name of the connection says: charon lets nobody into it but the identity that it is for.</summary>
    private async Task TakeAsync(IkeSa sa, CharonSession session, CancellationToken stop)
    {
        var peer = options.Ike!.Bootstrapping!.Peers.FirstOrDefault(peer => sa.Connection == BootstrapConnection.NameAtHomeAgent(CharonPlan.NameOf(peer.Ike)));
        if (peer is null) return;
        var address = sa.RemoteVirtualAddresses[0];
        if (assignment.TryTake(peer.Ike.Identity, address, clock.GetUtcNow()))
        {
            Given(log, address, peer.Ike.Identity);
            return;
        }
        Taken(log, address, peer.Ike.Identity);
        await session.TerminateIdAsync(sa.UniqueId, stop).ConfigureAwait(false);
    }

    private async Task SweepAsync(CharonSession session, CancellationToken stop)
    {
        if (!session.IsConnected) return;
        var all = await session.ListAsync(null, stop).ConfigureAwait(false);
        foreach (var sa in all)
            if (sa.State == IkeSa.Established && sa.RemoteVirtualAddresses.Count > 0 && assignment.Leases.Of(sa.RemoteVirtualAddresses[0]) is null)
                await TakeAsync(sa, session, stop).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var withKeys = all.SelectMany(sa => sa.RemoteVirtualAddresses).Concat(all.Select(sa => Ipv6Address.TryParse(sa.RemoteHost, null, out var host) ? host : default)).ToHashSet();
        assignment.Sweep(address => withKeys.Contains(address) || bindings.TryFind(address, now, out _), now);
    }

    private void FollowInKernel()
    {
        var wanted = assignment.Nodes.All.ToHashSet();
        foreach (var gone in _inKernel.Except(wanted).ToList())
        {
            kernel.Remove(gone);
            _inKernel.Remove(gone);
        }
        foreach (var added in wanted.Except(_inKernel).ToList())
        {
            kernel.Add(added);
            _inKernel.Add(added);
        }
    }

    private CharonContents Contents(IkeOptions own) =>
        CharonPlan.Of(options, own, assignment.Leases, assignment.Nodes.All, Prefix(), stored.Contains);

    private HomePrefixAttribute? Prefix()
    {
        foreach (var prefix in prefixes.Prefixes.All.AsSpan())
            if (prefix.Prefix == options.HomePrefix) return new(PrefixLifetime.Seconds(prefix.ValidFor(clock.GetUtcNow())), prefix.Prefix);
        return null;
    }

    private void Say(IkeNotice notice)
    {
        if (notice.IsProblem) Problem(log, notice.Text);
        else Changed(log, notice.Text);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Problem(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void Changed(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "home address {Address} is {Identity}'s, by IKE")]
    private static partial void Given(ILogger log, Ipv6Address address, string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "charon gave {Address} to {Identity}, whose it is not; the IKE SA is ended")]
    private static partial void Taken(ILogger log, Ipv6Address address, string identity);
}
