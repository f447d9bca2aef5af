using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using DsMip.MobileNode.Core.Discovery;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Discovery;

/// <summary>The home agents of a domain, by the SRV records of its service (RFC 5026 5.1.2).</summary>
/// <param name="findServices">SRV records of a name.</param>
/// <param name="lookUp">Addresses of a name: the resolver of the machine.</param>
/// <param name="random">See <see cref="ServiceSelection.Order"/>.</param>
internal sealed class ServiceHomeAgents(
    string domain, Func<string, CancellationToken, Task<ImmutableArray<ServiceRecord>>> findServices, Func<string, CancellationToken, Task<IPAddress[]>> lookUp,
    Func<int, int> random, ILogger logger, TimeProvider clock) : IHomeAgentSource
{
    private readonly string _service = $"_mip6._ipv6.{domain}";

    public Task<ImmutableArray<HomeAgentCandidate>> FindAsync(CancellationToken stop) => PatientSearch.RunAsync(TryFindAsync, clock, stop);

    private async Task<ImmutableArray<HomeAgentCandidate>> TryFindAsync(CancellationToken stop)
    {
        try
        {
            var targets = ServiceSelection.Order(await findServices(_service, stop).ConfigureAwait(false), random);
            if (targets.IsEmpty) logger.LogWarning("the domain {Domain} has no home agents: no SRV records of {Service}", domain, _service);
            var found = ImmutableArray.CreateBuilder<HomeAgentCandidate>();
            foreach (var target in targets.Take(HomeAgentsToTry.Most)) found.AddRange(await NamedHomeAgent.TryFindAsync(target, lookUp, logger, stop).ConfigureAwait(false));
            ImmutableArray<HomeAgentCandidate> all = [.. found.DistinctBy(one => one.Address).Take(HomeAgentsToTry.Most)];
            if (!all.IsEmpty) logger.LogInformation("home agents of {Domain}: {HomeAgents}", domain, string.Join(", ", all.Select(one => one.Address)));
            return all;
        }
        catch (SocketException e)
        {
            logger.LogWarning("the home agents of {Domain} are not found: {Problem}", domain, e.Message);
            return [];
        }
    }
}
