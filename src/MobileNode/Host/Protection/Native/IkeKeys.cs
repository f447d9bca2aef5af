using System.Threading.Channels;
using DsMip.Ike;
using DsMip.Ike.Vici;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using DsMip.NativeIpsec;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Protection;

/// <summary>
/// SAs that charon negotiates with the home agent over the home address. It keeps them fresh and makes them again by itself; what it cannot see is
/// that the node has a way to the home agent now, so each Binding Update that misses its SA asks, and what charon tried in vain over another path
/// it gives up.
/// </summary>
internal sealed class IkeKeys : IKeys
{
    private const string Established = "ESTABLISHED";

    private readonly CharonSession _charon;
    private readonly KernelAssociations _associations;
    private readonly MobileNodeOptions _options;
    private readonly string _connection;
    private readonly ILogger _logger;
    private readonly Channel<BindingUpdatePath> _asked = Channel.CreateBounded<BindingUpdatePath>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private volatile Waiting? _waiting;
    private string? _problem;

    public IkeKeys(MobileNodeOptions options, IkeOptions ike, KernelAssociations associations, ILogger logger)
    {
        (_options, _associations, _logger) = (options, associations, logger);
        _connection = MobileIkeConnection.NameOf(options.HomeAddress);
        _charon = new CharonSession(ike.ViciSocket, [IkeConnectionOf.MobileNode(options, ike)], Note);
    }

    public string Origin => _charon.IsConnected ? "by IKE" : "by IKE (charon is not there)";

    // Every SA has fresh keys.
    public ulong? Next => null;

    public ulong HighestAccepted => 0;

    public void Ask(BindingUpdatePath path)
    {
        _waiting = new Waiting(path);
        _asked.Writer.TryWrite(path);
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var charon = _charon.RunAsync(stop);
        try
        {
            await AnswerAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
        await charon.ConfigureAwait(false);
    }

    public void Dispose() => _charon.DisposeAsync().AsTask().GetAwaiter().GetResult();

    // One exchange at a time; a Binding Update by another path ends the one that tries the former.
    private async Task AnswerAsync(CancellationToken stop)
    {
        BindingUpdatePath? current = null;
        var exchange = Task.CompletedTask;
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await foreach (var path in _asked.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (!exchange.IsCompleted && path == current) continue;
                await cancel.CancelAsync().ConfigureAwait(false);
                await exchange.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancel.Dispose();
                cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
                exchange = ExchangeAsync(anew: path != current, cancel.Token);
                current = path;
            }
        }
        finally
        {
            cancel.Dispose();
        }
    }

    private async Task ExchangeAsync(bool anew, CancellationToken cancellation)
    {
        // It is asked again when charon is there.
        if (!_charon.IsConnected) return;
        try
        {
            if (anew) await GiveUpHalfOpenAsync(cancellation).ConfigureAwait(false);
            foreach (var (child, purpose) in Children())
            {
                if (_associations.CanSeal(_options.HomeAddress, purpose)) continue;
                var result = await _charon.InitiateAsync(_connection, child, cancellation).ConfigureAwait(false);
                if (result.IsEstablished) continue;
                Complain($"no SA '{child}' by IKE: {result.Reason}");
                return;
            }
            (_problem, _waiting) = (null, null);
        }
        catch (Exception e) when (e is ViciException or IOException)
        {
            Complain(e.Message);
        }
        catch (OperationCanceledException)
        {
            // Another path, or the end.
        }
    }

    private async Task GiveUpHalfOpenAsync(CancellationToken cancellation)
    {
        var attempts = await _charon.ListAsync(_connection, cancellation).ConfigureAwait(false);
        if (attempts.Count == 0 || attempts.Any(attempt => attempt.State == Established)) return;
        await _charon.TerminateAsync(_connection, cancellation).ConfigureAwait(false);
    }

    private IEnumerable<(string Child, AssociationPurpose Purpose)> Children()
    {
        yield return (MobileIkeConnection.SignallingChild, AssociationPurpose.Signalling);
        if (_options.ProtectPayload) yield return (MobileIkeConnection.PayloadChild, AssociationPurpose.Payload);
        yield return (MobileIkeConnection.ReturnRoutabilityChild, AssociationPurpose.ReturnRoutability);
        yield return (MobileIkeConnection.PrefixDiscoveryChild, AssociationPurpose.PrefixDiscovery);
    }

    private void Note(IkeNotice notice)
    {
        _logger.Log(notice.IsProblem ? LogLevel.Warning : LogLevel.Information, "{Notice}", notice.Text);
        if (!notice.IsProblem && _charon.IsConnected && _waiting is { } waiting) _asked.Writer.TryWrite(waiting.Path);
    }

    // Once for each cause: the Binding Update is tried again and again.
    private void Complain(string problem)
    {
        if (problem != _problem) _logger.LogWarning("{Problem}", problem);
        _problem = problem;
    }

    private sealed record Waiting(BindingUpdatePath Path);
}
