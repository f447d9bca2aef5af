using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Discovery;

/// <summary>By name in the DNS, which works from IPv4 networks, too (RFC 5026 5.1.1, RFC 5555 2.1): AAAA records are the home agent's addresses, an A record its IPv4 address.</summary>
/// <param name="lookUp">The resolver of the machine.</param>
internal sealed class NamedHomeAgent(string name, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, ILogger logger, TimeProvider clock) : IHomeAgentSource
{
    public Task<ImmutableArray<HomeAgentCandidate>> FindAsync(CancellationToken stop) => PatientSearch.RunAsync(end => TryFindAsync(name, lookUp, logger, end), clock, stop);

    /// <summary>Empty: the name is not known, or has no IPv6 address.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static async Task<ImmutableArray<HomeAgentCandidate>> TryFindAsync(
        string name, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, ILogger logger, CancellationToken stop)
    {
        try
        {
            var found = Candidates(await lookUp(name, stop).ConfigureAwait(false));
            if (found.IsEmpty) logger.LogWarning("the home agent's name {Name} has no IPv6 address", name);
            return found;
        }
        catch (SocketException e)
        {
            logger.LogWarning("the home agent's name {Name} is not found: {Problem}", name, e.Message);
            return [];
        }
    }

    // One name, one home agent: should it have several addresses of a kind, all of one are as good as all of the other.
    private static ImmutableArray<HomeAgentCandidate> Candidates(IPAddress[] addresses)
    {
        var ipv4 = addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork).Select(address => Ipv4Address.Read(address.GetAddressBytes()))
            .FirstOrDefault(address => address.IsUnicastRoutable);
        return
        [
            .. addresses.Where(address => address.AddressFamily == AddressFamily.InterNetworkV6).Select(address => Ipv6Address.Read(address.GetAddressBytes()))
                .Where(address => address.IsUnicastRoutable).Distinct().Take(HomeAgentsToTry.Most).Select(address => new HomeAgentCandidate(address, ipv4)),
        ];
    }
}
