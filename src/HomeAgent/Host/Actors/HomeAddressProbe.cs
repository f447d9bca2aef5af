using Akka.Actor;
using DsMip.HomeAgent.Core;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The question to the home link that a first binding has to wait for (RFC 6275 10.3.1), as the entity of the mobile node holds it. The answer is also
/// that to the Binding Updates which the mobile node has repeated meanwhile. Not thread-safe.
/// </summary>
internal sealed class HomeAddressProbe(HomeAgentNode node)
{
    private HomeAddressUniqueness _found;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>What this Binding Update need not ask again.</summary>
    public HomeAddressUniqueness KnownFor(PendingUpdate pending) => pending.Since <= _at ? _found : HomeAddressUniqueness.NotAsked;

    /// <summary>The decision is to accept, and there is no binding yet.</summary>
    public bool IsOpen(BindingCacheEntry? entry, BindingDecision decision, PendingUpdate pending, DateTimeOffset now) =>
        node.Options is { HomeLink: not null, DuplicateAddressDetection: true }
        && decision is { Acknowledgement.IsAccepted: true, Entry.Deregistered: false }
        && !(entry is { Deregistered: false } && entry.Expires > now)
        && KnownFor(pending) == HomeAddressUniqueness.NotAsked;

    /// <summary>All edges are asked; the one that has the block of the home address answers.</summary>
    public async Task<HomeAddressUniqueness> AskAsync(HomeAddresses home)
    {
        try
        {
            var answer = await node.Edges.Ask<AddressProbed>(new ProbeAddress(home), node.ProbePatience).ConfigureAwait(false);
            return answer.IsUnique ? HomeAddressUniqueness.Unique : HomeAddressUniqueness.Duplicate;
        }
        catch (AskTimeoutException)
        {
            return HomeAddressUniqueness.Unknown;
        }
    }

    public void Found(HomeAddressUniqueness uniqueness) => (_found, _at) = (uniqueness, node.Clock.GetUtcNow());
}
