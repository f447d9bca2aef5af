using Akka.Actor;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>An operator ends the binding.</summary>
public sealed partial class BindingCacheEntryActor
{
    private void Revoke(RevokeBinding request)
    {
        FollowDirectory();
        var now = _node.Clock.GetUtcNow();
        if (!BindingRemoval.IsPossible(_entry, request.Ipv4Only, now))
        {
            Sender.Tell(new BindingRevoked(_home, RevocationOutcome.NoBinding));
            if (_entry is null) Context.Parent.Tell(new Passivate(Stop.Instance));
            return;
        }
        // As for Binding Updates: whoever asked may ask again.
        if (!TryBeginUpdate())
        {
            Sender.Tell(new BindingRevoked(_home, RevocationOutcome.Unavailable));
            return;
        }
        var asker = Sender;
        Persist(new BindingCacheEntryState(_home, BindingRemoval.From(_entry!, request.Ipv4Only, now), _esp), durable =>
        {
            EndUpdate();
            if (Apply(durable) is { } changed) _node.Edges.Tell(changed);
            ScheduleAdvertisement();
            Revoked(_log, _home, request.Trigger);
            asker.Tell(new BindingRevoked(_home, RevocationOutcome.Unacknowledged));
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "binding of {HomeAddress} revoked: {Trigger}")]
    private static partial void Revoked(ILogger log, Ipv6Address homeAddress, RevocationTrigger trigger);
}
