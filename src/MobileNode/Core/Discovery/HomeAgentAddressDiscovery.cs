using System.Collections.Immutable;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Core.Discovery;

/// <summary>One attempt to learn the home agents of the home link from one care-of address (RFC 6275 11.4.1). Whoever answers is not authenticated: IPsec decides later.</summary>
public sealed class HomeAgentAddressDiscovery
{
    /// <summary>INITIAL_DHAAD_TIMEOUT.</summary>
    public static readonly TimeSpan InitialTimeout = TimeSpan.FromSeconds(3);

    /// <summary>DHAAD_RETRIES: so often the request is repeated.</summary>
    public const int Retries = 4;

    private readonly HomeAgentAddressDiscoveryRequest _request;
    private readonly Ipv6Address _homeAddress;
    private TimeSpan _timeout = InitialTimeout;
    private int _retries;

    /// <param name="random">Becomes the identifier. The first request is to be sent now.</param>
    /// <param name="mobileRouter">Home agents that serve mobile routers are wanted (flag R, RFC 3963 7.1).</param>
    public HomeAgentAddressDiscovery(Ipv6Address homeAddress, ushort random, DateTimeOffset now, bool mobileRouter = false)
    {
        (_homeAddress, _request) = (homeAddress, new HomeAgentAddressDiscoveryRequest(random, mobileRouter));
        WakeAt = now + _timeout;
    }

    /// <summary>The same in every transmission.</summary>
    public HomeAgentAddressDiscoveryRequest Request => _request;

    /// <summary>When to call <see cref="TryRepeat"/>.</summary>
    public DateTimeOffset WakeAt { get; private set; }

    /// <summary>Nobody has answered the last repetition in its time.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True: the request is to be sent again.</summary>
    public bool TryRepeat(DateTimeOffset now)
    {
        if (HasFailed || WakeAt > now) return false;
        if (_retries == Retries)
        {
            (HasFailed, WakeAt) = (true, DateTimeOffset.MaxValue);
            return false;
        }
        _retries++;
        _timeout *= 2;
        WakeAt = now + _timeout;
        return true;
    }

    /// <summary>The home agents, the most preferred first; empty: it is not the answer to our request, or names none.</summary>
    public ImmutableArray<Ipv6Address> Received(HomeAgentAddressDiscoveryReply reply) => reply.Identifier != _request.Identifier
        ? []
        : [.. reply.HomeAgents.Where(address => address.IsUnicastRoutable && address != _homeAddress).Distinct().Take(HomeAgentsToTry.Most)];
}
