using System.Collections.Immutable;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core.Discovery;
using DsMip.MobileNode.Diagnostics;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Discovery;

/// <summary>Asks the home link (RFC 6275 11.4.1): from IPv6 networks only, since an anycast address has no IPv4.</summary>
internal sealed class DiscoveredHomeAgents(MobileNodeOptions options, Ipv6Address anycast, ILogger logger) : IHomeAgentSource
{
    /// <summary>How often it is looked whether there is a network to ask from, or another one.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Nobody has answered any of the requests: so long there is silence, unless the network changes.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ForwardClock _clock = new();

    public async Task<ImmutableArray<HomeAgentCandidate>> FindAsync(CancellationToken stop)
    {
        using var kernel = new RouteNetlink();
        var waits = false;
        while (true)
        {
            if (DiscoverySource.Of(LinkSnapshot.Take(kernel), options) is { } from)
            {
                if (await AskFromAsync(from, kernel, stop).ConfigureAwait(false) is { IsEmpty: false } found) return found;
            }
            else if (!waits) logger.LogInformation("the home agent is not known, and there is no IPv6 network to ask the home link from");
            waits = true;
            await Task.Delay(LookInterval, stop).ConfigureAwait(false);
        }
    }

    /// <summary>One attempt, for as long as the network is the same; empty: it has failed.</summary>
    private async Task<ImmutableArray<HomeAgentCandidate>> AskFromAsync(DiscoverySource from, RouteNetlink kernel, CancellationToken stop)
    {
        try
        {
            using var socket = new DiscoverySocket(from);
            var discovery = Begin(options, (ushort)Random.Shared.Next(ushort.MaxValue + 1), _clock.Now);
            logger.LogInformation("asks {Anycast} from {Source} for home agents", anycast, from.Address);
            socket.Send(discovery.Request, anycast);
            var quietUntil = DateTimeOffset.MaxValue;
            while (_clock.Now < quietUntil && DiscoverySource.Of(LinkSnapshot.Take(kernel), options) == from)
            {
                await WaitAsync(socket, stop).ConfigureAwait(false);
                while (socket.Replies.TryRead(out var reply))
                    if (discovery.Received(reply) is { IsEmpty: false } found) return Told(found);
                if (discovery.TryRepeat(_clock.Now)) socket.Send(discovery.Request, anycast);
                else if (discovery.HasFailed && quietUntil == DateTimeOffset.MaxValue) quietUntil = Failed();
            }
        }
        catch (LinuxException e)
        {
            // The interface may have gone a moment ago.
            logger.LogWarning("asking for home agents: {Problem}", e.Message);
        }
        return [];
    }

    internal static HomeAgentAddressDiscovery Begin(MobileNodeOptions options, ushort random, DateTimeOffset now) =>
        new(options.HomeAddress, random, now, mobileRouter: options.Router is not null);

    private static async Task WaitAsync(DiscoverySocket socket, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(LookInterval);
        try
        {
            await socket.Replies.WaitToReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Time to look around.
        }
    }

    private ImmutableArray<HomeAgentCandidate> Told(ImmutableArray<Ipv6Address> found)
    {
        logger.LogInformation("home agents: {HomeAgents}", string.Join(", ", found));
        return [.. found.Select(address => new HomeAgentCandidate(address))];
    }

    private DateTimeOffset Failed()
    {
        logger.LogWarning("no home agent answers at {Anycast}; the next attempt is in {Pause}, or in another network", anycast, PauseAfterFailure);
        return _clock.Now + PauseAfterFailure;
    }
}
