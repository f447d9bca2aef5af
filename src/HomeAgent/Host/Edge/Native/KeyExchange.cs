using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Prefixes;
using DsMip.Ike;
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
    private readonly HashSet<MobileNodeOptions> _inKernel = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        FollowInKernel();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Ike is not { } own) return;
        var given = new HomeAddressesGiven(options, assignment, () => Contents(own), IsTaken, IsBound, FollowInKernel, clock, log);
        var session = new CharonSession(own.ViciSocket, Contents(own), Say);
        session.Changed += given.Hear;
        List<Func<CancellationToken, Task>> work = [session.RunAsync];
        if (own.Bootstrapping is not null) work.Add(stop => given.RunAsync(session, stop));
        await using (session.ConfigureAwait(false))
            await Together.RunAsync(work, stoppingToken).ConfigureAwait(false);
    }

    private bool IsTaken(Ipv6Address address) => stored.Contains(address) || IsBound(address);

    private bool IsBound(Ipv6Address address) => bindings.TryFind(address, clock.GetUtcNow(), out _);

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
        CharonPlan.Of(options, own, assignment.Leases, assignment.Nodes.All, Prefix(), stored.Contains, IsBound);

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
}
