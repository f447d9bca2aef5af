using DsMip.HomeAgent.Options;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>Asks the entity of the home address by the shard region, or the proxy of it, that this process has.</summary>
public sealed class EntityRevocation(HomeAgentOptions options, Membership membership) : IBindingRevocation
{
    /// <summary>More than the way to the entity and back, its recovery and its journal take.</summary>
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(15);

    private readonly TimeSpan _patience = options.Revocation.Total + Overhead;

    public async Task<BindingRevoked> RevokeAsync(RevokeBinding request, CancellationToken cancellation)
    {
        if ((byte)request.Trigger >= (byte)RevocationTrigger.PerPeerPolicy)
            throw new ArgumentException($"{request.Trigger} is not a reason to revoke the binding of one mobile node", nameof(request));
        return await membership.AskAsync<BindingRevoked>(request, _patience, cancellation).ConfigureAwait(false)
            ?? new BindingRevoked(request.HomeAddress, RevocationOutcome.Unavailable);
    }
}
