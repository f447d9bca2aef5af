using Akka.Actor;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// ESP numbers where several kernels may come to hold the SAs of one mobile node, one after the other. Each is given numbers that no other one ever had;
/// who was given some before has not noticed yet that he is not the owner any more, and gets nothing.
/// </summary>
public sealed partial class BindingCacheEntryActor
{
    private void Claim()
    {
        FollowDirectory();
        // Not answered: the edge asks again.
        if (!_node.Options.SharesKernelIpsec || _mobileNode?.Keys is null || !TryBeginUpdate())
        {
            if (_mobileNode is null) Context.Parent.Tell(new Passivate(Stop.Instance));
            return;
        }
        var (claimant, used) = (Sender, _esp.OutboundReserved);
        Persist(new BindingCacheEntryState(_home, _entry, _esp.Claimed(SignallingIpsec.Block)), durable =>
        {
            EndUpdate();
            _esp = durable.Esp;
            claimant.Tell(new NumbersClaimed(_home, _esp.Claim, _esp.InboundFingerprint, _esp.InboundAccepted, used, _esp.OutboundReserved));
            Claimed(_log, _home, _esp.Claim, claimant.Path.Address.Host ?? "this process");
        });
    }

    /// <summary>The kernel that opened it is not, or not any more, the one that may seal the answer.</summary>
    private bool IsFenced(ISignallingFrame frame, out ulong claim)
    {
        claim = (frame as OpenedFrame)?.Numbers?.Claim ?? 0;
        return _node.Options.SharesKernelIpsec && frame is OpenedFrame && !_esp.IsNewest(claim);
    }

    private void Refuse(ISignallingFrame frame, ulong claim)
    {
        EndTrace(DropReason.NumbersNotClaimed);
        _node.Audit.Dropped(DropReason.NumbersNotClaimed, _home, frame.Ingress.Remote);
        Sender.Tell(new FrameDropped(_home, frame.Received) { LostClaim = claim });
    }

    private OutboundGrant? GrantOf(PendingUpdate pending) =>
        pending.Numbers is { Claim: not 0 and var claim } ? new OutboundGrant(claim, _esp.OutboundReserved) : null;

    [LoggerMessage(Level = LogLevel.Debug, Message = "the ESP numbers of {HomeAddress} were claimed the {Claim}th time, by {Edge}")]
    private static partial void Claimed(ILogger log, Ipv6Address homeAddress, ulong claim, string edge);
}
