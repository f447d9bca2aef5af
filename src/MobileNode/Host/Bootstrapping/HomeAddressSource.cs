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
/// charon; where the home agent does not answer, what it gave last.
/// </summary>
/// <param name="options">With the home agent, without home address, with IKE.</param>
/// <param name="patience">So long the home agent may take.</param>
internal sealed class HomeAddressSource(MobileNodeOptions options, ILogger logger, TimeSpan patience)
{
    /// <summary>Between tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1.5), Tick = TimeSpan.FromMilliseconds(20);

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
            var (given, isUnanswered) = await AskAsync(session, stop).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
            await session.WithdrawAsync(Farewell).ConfigureAwait(false);
            return given is { } fresh ? Checked(fresh) : isUnanswered ? Former(former) : null;
        }
    }

    private Ipv6Address? Checked(Ipv6Address given)
    {
        if (!options.HomePrefix.Contains(given))
        {
            Complain($"the home agent gives {given}, which is not in HomePrefix {options.HomePrefix}");
            return null;
        }
        logger.LogInformation("the home agent gives the home address {HomeAddress}", given);
        Remember(given);
        return given;
    }

    private Ipv6Address? Former(Ipv6Address former)
    {
        var unanswered = $"no home address by IKE: {options.HomeAgentAddress} has not answered; it can be asked from IPv6 networks only";
        var isOfUse = !former.IsUnspecified && options.HomePrefix.Contains(former);
        Complain(isOfUse ? $"{unanswered}. The one that it gave last is used: {former}" : unanswered);
        return isOfUse ? former : null;
    }

    /// <returns>The address, if there is one. Unanswered: the home agent may have been asked and has not said anything, not even no.</returns>
    private async Task<(Ipv6Address? Given, bool IsUnanswered)> AskAsync(CharonSession session, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(patience);
        try
        {
            while (!session.IsConnected) await Task.Delay(Tick, end.Token).ConfigureAwait(false);
            var result = await session.InitiateAsync(BootstrapConnection.MobileNodeName, null, end.Token).ConfigureAwait(false);
            var all = await session.ListAsync(BootstrapConnection.MobileNodeName, end.Token).ConfigureAwait(false);
            var given = all.Where(sa => sa.State == IkeSa.Established).SelectMany(sa => sa.LocalVirtualAddresses).ToList();
            if (given.Count > 0) return (given[0], false);
            // Who gets no answer tries until our patience ends: this is a no.
            Complain(result.IsEstablished
                ? "the home agent has no home address for us (INTERNAL_ADDRESS_FAILURE)"
                : $"no home address by IKE: {options.HomeAgentAddress} refuses, or is not the one that it should be; charon's log says why ({result.Reason})");
        }
        catch (ViciException e)
        {
            Complain(e.Message);
        }
        catch (OperationCanceledException)
        {
            // Without charon nobody was asked; that has been said.
            return (null, session.IsConnected && !stop.IsCancellationRequested);
        }
        return (null, false);
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
