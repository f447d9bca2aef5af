using System.Threading.Channels;
using DsMip.Ike;
using DsMip.Ike.Vici;
using DsMip.Linux;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Protection;

/// <summary>
/// SAs that charon negotiates with the home agent over the home address. It keeps them fresh and makes them again by itself; what it cannot see is
/// that the node has a way to the home agent now, so each Binding Update that misses its SA asks, and what charon tried in vain over another path
/// it gives up. What a charon that was killed left in the kernel goes when the next one has an IKE SA: the home agent has dropped the other end of it.
/// </summary>
internal sealed class IkeKeys : IKeys
{
    private const string Established = "ESTABLISHED";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1.5);

    private readonly CharonSession _charon;
    private readonly NegotiatedStates _states;
    private readonly MobileNodeOptions _options;
    private readonly string _connection;
    private readonly ILogger _logger;

    private readonly Channel<Wish> _wanted = Channel.CreateBounded<Wish>(
        new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private string? _problem;

    public IkeKeys(MobileNodeOptions options, IkeOptions ike, NegotiatedStates states, ILogger logger)
    {
        (_options, _states, _logger) = (options, states, logger);
        _connection = MobileIkeConnection.NameOf(options.HomeAddress);
        _charon = new CharonSession(ike.ViciSocket, [IkeConnectionOf.MobileNode(options, ike)], Note);
    }

    public string Origin => _charon.IsConnected ? "by IKE" : "by IKE (charon is not there)";

    // Every SA has fresh keys.
    public ulong? Next => null;

    public ulong HighestAccepted => 0;

    public void Ask(BindingUpdatePath path) => _wanted.Writer.TryWrite(new Wish(path, Replace: false));

    public void Doubt(BindingUpdatePath path) => _wanted.Writer.TryWrite(new Wish(path, Replace: true));

    public async Task RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] tasks = [_charon.RunAsync(end.Token), AnswerAsync(end.Token)];
        try
        {
            // Neither is of use without the other.
            await (await Task.WhenAny(tasks).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task WithdrawAsync() => _charon.WithdrawAsync(Farewell);

    public void Dispose() => _charon.DisposeAsync().AsTask().GetAwaiter().GetResult();

    // One exchange at a time; a Binding Update by another path ends the one that tries the former.
    private async Task AnswerAsync(CancellationToken stop)
    {
        BindingUpdatePath? current = null;
        var exchange = Task.CompletedTask;
        CancellationTokenSource? cancel = null;
        try
        {
            await foreach (var wanted in _wanted.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                var path = wanted.Path ?? current;
                if (!exchange.IsCompleted && path == current) continue;
                if (cancel is not null) await cancel.CancelAsync().ConfigureAwait(false);
                await exchange.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancel?.Dispose();
                cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
                exchange = ExchangeAsync(anew: path != current, wanted.Replace, cancel.Token);
                current = path;
            }
        }
        finally
        {
            cancel?.Dispose();
        }
    }

    private async Task ExchangeAsync(bool anew, bool replace, CancellationToken cancellation)
    {
        // When charon is there it tells.
        if (!_charon.IsConnected) return;
        try
        {
            if (anew) await GiveUpHalfOpenAsync(cancellation).ConfigureAwait(false);
            // The kernel first: what charon adds from here on is no orphan.
            var states = _states.List();
            var negotiated = await ListAsync(cancellation).ConfigureAwait(false);
            if (negotiated is null)
            {
                if (!await InitiateAsync(MobileIkeConnection.SignallingChild, cancellation).ConfigureAwait(false)) return;
                negotiated = await ListAsync(cancellation).ConfigureAwait(false);
                if (negotiated is null) return;
            }
            else if (replace)
            {
                await _charon.RekeyAsync(_connection, MobileIkeConnection.SignallingChild, cancellation).ConfigureAwait(false);
            }
            _states.Remove(states, negotiated);
            foreach (var child in Children())
                if (!await EnsureAsync([.. negotiated.Where(sa => sa.Name == child)], child, cancellation).ConfigureAwait(false)) return;
            _problem = null;
        }
        catch (Exception e) when (e is ViciException or IOException or LinuxException)
        {
            Complain(e.Message);
        }
        catch (OperationCanceledException)
        {
            // Another path, or the end.
        }
    }

    private async Task<bool> EnsureAsync(IReadOnlyList<ChildSa> negotiated, string child, CancellationToken cancellation)
    {
        if (negotiated.Count == 0) return await InitiateAsync(child, cancellation).ConfigureAwait(false);
        var states = _states.List();
        // charon takes an SA that somebody has deleted in the kernel for a good one, and refuses to make another; but it does replace it.
        if (!negotiated.Any(sa => states.Any(state => state.Spi == sa.OutboundSpi)))
            await _charon.RekeyAsync(_connection, child, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> InitiateAsync(string child, CancellationToken cancellation)
    {
        var result = await _charon.InitiateAsync(_connection, child, cancellation).ConfigureAwait(false);
        if (!result.IsEstablished) Complain($"no SA '{child}' by IKE: {result.Reason}");
        return result.IsEstablished;
    }

    private async Task GiveUpHalfOpenAsync(CancellationToken cancellation)
    {
        var attempts = await _charon.ListAsync(_connection, cancellation).ConfigureAwait(false);
        if (attempts.Count == 0 || attempts.Any(attempt => attempt.State == Established)) return;
        await _charon.TerminateAsync(_connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>Null: there is no IKE SA yet, and what there is of an earlier one may still serve.</summary>
    private async Task<IReadOnlyList<ChildSa>?> ListAsync(CancellationToken cancellation)
    {
        var all = await _charon.ListAsync(_connection, cancellation).ConfigureAwait(false);
        return all.Any(sa => sa.State == Established) ? [.. all.SelectMany(sa => sa.Children)] : null;
    }

    private IEnumerable<string> Children()
    {
        yield return MobileIkeConnection.SignallingChild;
        if (_options.ProtectPayload) yield return MobileIkeConnection.PayloadChild;
        yield return MobileIkeConnection.ReturnRoutabilityChild;
        yield return MobileIkeConnection.PrefixDiscoveryChild;
    }

    private void Note(IkeNotice notice)
    {
        _logger.Log(notice.IsProblem ? LogLevel.Warning : LogLevel.Information, "{Notice}", notice.Text);
        if (!notice.IsProblem && _charon.IsConnected) _wanted.Writer.TryWrite(default);
    }

    // Once for each cause: the Binding Update is tried again and again.
    private void Complain(string problem)
    {
        if (problem != _problem) _logger.LogWarning("{Problem}", problem);
        _problem = problem;
    }

    /// <param name="Path">Null: charon has got somewhere by itself.</param>
    /// <param name="Replace">Also what there is for signalling.</param>
    private readonly record struct Wish(BindingUpdatePath? Path, bool Replace);
}
