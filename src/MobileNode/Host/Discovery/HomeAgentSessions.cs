using System.Collections.Immutable;
using DsMip.Configuration;
using DsMip.MobileNode.Bootstrapping;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Discovery;

/// <summary>
/// One home agent after the other, until one serves us (RFC 6275 11.4.1, 11.8), and one home address after the other, until one is ours (RFC 5026 5.3.2).
/// Policies, SAs and tunnels name both, so that another one is another daemon in the same process.
/// </summary>
internal sealed class HomeAgentSessions(MobileNodeOptions options, ILogger logger)
{
    private static readonly TimeSpan NoKeysPause = TimeSpan.FromMinutes(1);

    /// <summary>So long it is looked for another home agent at least before the one that is to be left is left without.</summary>
    private static readonly TimeSpan SearchPatience = TimeSpan.FromSeconds(30);
    private readonly IHomeAgentSource _source = SourceOf(options, logger);
    private readonly StatusReport _discovering = StatusReport.Discovering(options.HomeAddress.ToString(), options.Ipsec.ToString());
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile MobileNodeDaemon? _daemon;

    // With the home address in use, and those that are left.
    private MobileNodeOptions _options = options;

    // It is known for good, and nobody else is but those that it names itself.
    private bool IsOnlyOne(HomeAgentCandidate current) => _options.HomeAgents.IsEmpty && current.Address == _options.HomeAgentAddress;

    /// <summary>Runs until stopped; throws if a part fails.</summary>
    /// <exception cref="ConfigurationException">Something the user has to put right.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var control = ControlServer.Listen(_options.ControlSocket);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answers = control.RunAsync(StatusAsync, end.Token);
        try
        {
            await RunAllAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await answers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAllAsync(CancellationToken stop)
    {
        if (await SearchAsync(stop).ConfigureAwait(false) is not { } all) return;
        var toTry = new HomeAgentsToTry(all);
        while (await RunOneAsync(toTry, stop).ConfigureAwait(false))
        {
            logger.LogWarning("the next one is {HomeAddress} at {HomeAgent}, in {Pause}", _options.HomeAddress, toTry.Current.Address, toTry.Pause);
            await Task.Delay(toTry.Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
        }
    }

    private static IHomeAgentSource SourceOf(MobileNodeOptions options, ILogger logger)
    {
        if (!options.HomeAgentAddress.IsUnspecified) return new ConfiguredHomeAgents(options);
        if (options.HomeAgentName is { } name) return new NamedHomeAgent(name, System.Net.Dns.GetHostAddressesAsync, logger, TimeProvider.System);
        if (options.HomeAgentDomain is { } domain)
        {
            return new ServiceHomeAgents(
                domain, ServiceLookUp.OfSystem().FindAsync, System.Net.Dns.GetHostAddressesAsync, most => Random.Shared.Next(most + 1), logger, TimeProvider.System);
        }
        return new DiscoveredHomeAgents(options, HomeAgentsAnycast.Of(options.HomePrefix)!.Value, logger);
    }

    /// <summary>Until there is one; null: stopped.</summary>
    private async Task<ImmutableArray<HomeAgentCandidate>?> SearchAsync(CancellationToken stop)
    {
        // What is known needs no search, and nobody is told of one.
        if (_options.HomeAgentAddress.IsUnspecified) _begun.TrySetResult();
        try
        {
            return await FindAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<StatusReport> StatusAsync(CancellationToken patience)
    {
        await _begun.Task.WaitAsync(patience).ConfigureAwait(false);
        return _daemon is { } daemon ? await daemon.StatusAsync(patience).ConfigureAwait(false) : _discovering;
    }

    /// <returns>True: another one is to be tried.</returns>
    private async Task<bool> RunOneAsync(HomeAgentsToTry toTry, CancellationToken stop)
    {
        if (await WithHomeAddressAsync(toTry.Current, stop).ConfigureAwait(false) is not { } chosen)
            return !stop.IsCancellationRequested && await TryNextAsync(toTry, wasAccepted: false, stop).ConfigureAwait(false);
        var daemon = new MobileNodeDaemon(chosen, logger);
        await using (daemon.ConfigureAwait(false))
        {
            var isLeft = false;
            _daemon = daemon;
            _begun.TrySetResult();
            await daemon.RunAsync(MayLeaveAsync, stop).ConfigureAwait(false);
            return isLeft;

            async Task<bool> MayLeaveAsync(LeaveReason why, CancellationToken end)
            {
                isLeft = daemon.IsHomeAddressLost ? TryNextHomeAddress()
                    : why.IsTold ? await TryTurnAsync(toTry, why, end).ConfigureAwait(false)
                    : !IsOnlyOne(toTry.Current) && await TryNextAsync(toTry, daemon.WasAccepted, end).ConfigureAwait(false);
                // From here on it does not answer any more.
                if (isLeft) _daemon = null;
                return isLeft;
            }
        }
    }

    /// <summary>RFC 5026 5.3.2: the one that was refused is not used again.</summary>
    private bool TryNextHomeAddress()
    {
        if (_options.WithNextHomeAddress() is not { } next) return false;
        _options = next;
        return true;
    }

    /// <returns>Null: stopped, or the home agent gives none and there are others.</returns>
    private async Task<MobileNodeOptions?> WithHomeAddressAsync(HomeAgentCandidate homeAgent, CancellationToken stop)
    {
        var chosen = _options.For(homeAgent)!;
        if (!chosen.HomeAddress.IsUnspecified) return chosen;
        _begun.TrySetResult();
        var source = new HomeAddressSource(chosen, logger, HomeAddressSource.UsualPatience);
        while (!stop.IsCancellationRequested)
        {
            if (await source.TryGetAsync(stop).ConfigureAwait(false) is { } home) return chosen with { HomeAddress = home };
            if (!IsOnlyOne(homeAgent)) return null;
            await Task.Delay(HomeAddressSource.Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private async Task<bool> TryNextAsync(HomeAgentsToTry toTry, bool wasAccepted, CancellationToken stop)
    {
        if (wasAccepted) toTry.Accepted();
        if (toTry.TryNext()) return true;
        return toTry.TryRestart(await FindAsync(stop).ConfigureAwait(false));
    }

    /// <summary>RFC 5142 6.1: one of those that are named, or one that we find. If there is none, the home agent is used for as long as it serves us.</summary>
    private async Task<bool> TryTurnAsync(HomeAgentsToTry toTry, LeaveReason why, CancellationToken stop)
    {
        ImmutableArray<HomeAgentCandidate> named = [.. why.Others.Where(_options.MayTurnTo).Select(address => new HomeAgentCandidate(address))];
        if (toTry.TryTurn(named, _options.HomePrefix)) return true;
        // Where it is configured who there is, nobody else will be found: no more time than we are given.
        var isKnown = !_options.HomeAgentAddress.IsUnspecified;
        var patience = isKnown || why.TimeLeft > SearchPatience ? why.TimeLeft : SearchPatience;
        if (await PatientTurn.RunAsync(async end => toTry.TryRestart(await FindAsync(end).ConfigureAwait(false)), patience, TimeProvider.System, stop).ConfigureAwait(false)) return true;
        logger.LogWarning("there is no home agent that we could turn to");
        return false;
    }

    private async Task<ImmutableArray<HomeAgentCandidate>> FindAsync(CancellationToken stop)
    {
        while (true)
        {
            var found = await _source.FindAsync(stop).ConfigureAwait(false);
            var usable = found.Where(one => _options.For(one) is not null).ToImmutableArray();
            if (!usable.IsEmpty) return usable;
            logger.LogWarning("there are no keys for {HomeAgents}: HomeAgents of the configuration has none of them", string.Join(", ", found.Select(one => one.Address)));
            await Task.Delay(NoKeysPause, stop).ConfigureAwait(false);
        }
    }
}
