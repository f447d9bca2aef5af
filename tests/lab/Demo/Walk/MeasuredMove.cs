using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>One move under traffic: to another network, until it is registered, a stay, and what the traffic felt of it.</summary>
internal sealed class MeasuredMove(IWalkLab lab, IWalkView view, CancellationToken cancellation)
{
    public static readonly TimeSpan Stay = TimeSpan.FromSeconds(2.5);

    public MoveResult To(Attachment station, int round, WalkTraffic traffic, bool duringOutage = false)
    {
        cancellation.ThrowIfCancellationRequested();
        var node = lab.Topology.MobileNode;
        var (from, started) = (node.At!.Value, LabClock.Now);
        view.Doing($"round {round}: {from} to {station}");
        var before = Delivered(traffic);
        var move = new MoveResult(round, from, station, started, node.Move(station)) { DuringOutage = duringOutage };
        move = AwaitRegistration(move);
        view.Moved(move);
        Pause(Stay);
        var (after, ended) = (Delivered(traffic), LabClock.Now);
        move = move with
        {
            Ended = ended,
            Ipv6Gap = traffic.Ipv6Ping.Trace.LongestGap(started, ended),
            Ipv4Gap = traffic.Ipv4Ping.Trace.LongestGap(started, ended),
            Ipv6TransferBytes = after.Ipv6 - before.Ipv6,
            Ipv4TransferBytes = after.Ipv4 - before.Ipv4,
            Ipv6TransferPause = traffic.Ipv6Transfer.LongestPause(started, ended),
            Ipv4TransferPause = traffic.Ipv4Transfer.LongestPause(started, ended),
        };
        view.Moved(move);
        return move;
    }

    public void Pause(TimeSpan time)
    {
        cancellation.WaitHandle.WaitOne(time);
        cancellation.ThrowIfCancellationRequested();
    }

    private MoveResult AwaitRegistration(MoveResult move)
    {
        try
        {
            var (binding, status) = Registration.Await(() => lab.Api, lab.MobileNode, lab.Topology.MobileNode, cancellation);
            return move with
            {
                Registered = LabClock.Now,
                Encapsulation = binding?.Encapsulation ?? "-",
                Nat = Expectation.NatSeen(binding),
                BindingUpdateToAckMilliseconds = status.LastBindingUpdateToAckMilliseconds,
            };
        }
        catch (LabException e)
        {
            return move with { Failure = e.Message };
        }
    }

    private static (long Ipv6, long Ipv4) Delivered(WalkTraffic traffic) => (Delivered(traffic.Ipv6Transfer), Delivered(traffic.Ipv4Transfer));

    private static long Delivered(TransferProbe transfer) => (transfer.MobileNode.Last?.Received ?? 0) + (transfer.Correspondent.Last?.Received ?? 0);
}
