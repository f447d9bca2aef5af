using Akka.Actor;

namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>Asks the entity of the home address by the shard region, or the proxy of it, that this process has.</summary>
public sealed class EntityRevocation(Membership membership) : IBindingRevocation
{
    /// <summary>More than the way to the entity and back, its recovery and its journal take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<BindingRevoked> RevokeAsync(RevokeBinding request, CancellationToken cancellation)
    {
        var unavailable = new BindingRevoked(request.HomeAddress, RevocationOutcome.Unavailable);
        if (membership.Life is not { } life) return unavailable;
        try
        {
            return await life.Region.Ask<BindingRevoked>(request, Patience, cancellation).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return unavailable;
        }
    }
}
