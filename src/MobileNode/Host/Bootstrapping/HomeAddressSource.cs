using DsMip.Ike;
using DsMip.Ike.Vici;
using DsMip.Linux;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Protection;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Bootstrapping;

/// <summary>
/// The home address of a node that has none configured (RFC 5026 5.3.1): what the home agent gives in an IKE exchange from the care-of address, by way of a stock
/// charon; where the home agent is not reached, what it gave last.
/// </summary>
/// <param name="options">With the home agent, without home address, with IKE.</param>
internal sealed class HomeAddressSource(MobileNodeOptions options, ILogger logger)
{
    /// <summary>Between tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Farewell = TimeSpan.FromSeconds(1.5), Tick = TimeSpan.FromMilliseconds(20);

    private readonly RememberedHomeAddress _remembered = new(options.StateDirectory, options.HomeAgentAddress);
    private string? _problem;

    /// <returns>Null: there is none yet.</returns>
    public async Task<Ipv6Address?> TryGetAsync(CancellationToken stop)
    {
        var former = _remembered.Load();
        var session = new CharonSession(options.Ike!.ViciSocket, [IkeConnectionOf.Bootstrapping(options, options.Ike, former)], Note);
        await using (session.ConfigureAwait(false))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var running = session.RunAsync(end.Token);
            var given = await AskAsync(session, stop).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
            await session.WithdrawAsync(Farewell).ConfigureAwait(false);
            return Choose(given, former);
        }
    }

    private Ipv6Address? Choose(Ipv6Address? given, Ipv6Address former)
    {
        if (given is { IsUnspecified: true }) return null;
        if (given is { } home && !options.HomePrefix.Contains(home))
        {
            Complain($"the home agent gives {home}, which is not in HomePrefix {options.HomePrefix}");
            return null;
        }
        if (given is { } fresh)
        {
            logger.LogInformation("the home agent gives the home address {HomeAddress}", fresh);
            Remember(fresh);
            return fresh;
        }
        if (former.IsUnspecified || !options.HomePrefix.Contains(former)) return null;
        logger.LogWarning("the home agent cannot be asked for a home address from here; the one that it gave last is {HomeAddress}", former);
        return former;
    }

    /// <returns>Null: no charon, or no answer. Unspecified: it has none for us.</returns>
    private async Task<Ipv6Address?> AskAsync(CharonSession session, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            while (!session.IsConnected) await Task.Delay(Tick, patience.Token).ConfigureAwait(false);
            var result = await session.InitiateAsync(BootstrapConnection.MobileNodeName, null, patience.Token).ConfigureAwait(false);
            if (!result.IsEstablished) Complain($"no home address by IKE: {result.Reason}");
            var all = await session.ListAsync(BootstrapConnection.MobileNodeName, patience.Token).ConfigureAwait(false);
            var given = all.Where(sa => sa.State == IkeSa.Established).SelectMany(sa => sa.LocalVirtualAddresses).ToList();
            if (given.Count > 0) return given[0];
            if (!result.IsEstablished) return null;
            Complain("the home agent has no home address for us (INTERNAL_ADDRESS_FAILURE)");
            return default(Ipv6Address);
        }
        catch (ViciException e)
        {
            Complain(e.Message);
        }
        catch (OperationCanceledException)
        {
            Complain($"no home address by IKE: {options.HomeAgentAddress} has not answered; it can be asked from IPv6 networks only");
        }
        return null;
    }

    private void Remember(Ipv6Address home)
    {
        try
        {
            _remembered.Save(home);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("the home address is not remembered: {Problem}", e.Message);
        }
    }

    private void Note(IkeNotice notice)
    {
        if (notice.IsProblem) Complain(notice.Text);
        else logger.LogInformation("{Notice}", notice.Text);
    }

    // Once for each cause: it is tried again and again.
    private void Complain(string problem)
    {
        if (problem != _problem) logger.LogWarning("{Problem}", problem);
        _problem = problem;
    }
}
