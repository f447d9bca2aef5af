using System.Data.Common;
using DsMip.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>Loads the mobile nodes of the store before anything else starts, and follows their changes within a second or two.</summary>
public sealed partial class DirectoryWatch(
    StoredMobileNodes stored, HomeAgentOptions options, LifetimeWheel lifetimes, DirectoryFollowing tunnels, TimeProvider clock,
    ILogger<DirectoryWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private string? _trouble;

    /// <exception cref="ConfigurationException">The store's mobile nodes do not go with the configuration.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await stored.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw new ConfigurationException("Store:ConnectionString", e.Message.ReplaceLineEndings(" "));
        }
        StoredConsistency.Check(options, stored);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await RefreshAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            var changes = await stored.RefreshAsync(cancellation).ConfigureAwait(false);
            tunnels.Follow(changes, clock.GetUtcNow());
            EndBindings(changes.Removed);
            _trouble = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Complain(e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>The entity is woken as if its binding's time were up, and finds nobody in the directory.</summary>
    private void EndBindings(IReadOnlyList<Ipv6Address> removed)
    {
        if (!options.Roles.HasFlag(NodeRoles.Control)) return;
        foreach (var home in removed) lifetimes.Set(home, clock.GetUtcNow(), inForce: false);
    }

    /// <summary>Once, not every second.</summary>
    private void Complain(string trouble)
    {
        if (trouble == _trouble) return;
        _trouble = trouble;
        NotFollowed(log, trouble);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "mobile nodes of the store are served as they were: {Reason}")]
    private static partial void NotFollowed(ILogger log, string reason);
}
