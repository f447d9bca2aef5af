using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Walk;

/// <summary>
/// v6, v4, nat1, nat2, v6; twice, with traffic all along. Behind the first NAT the control node that coordinates the others is killed, and the
/// node moves on at once, while nobody has taken its work over yet; in the second round the edge that carries the traffic is killed.
/// </summary>
public sealed class ClusterWalk(ClusterDemoLab lab, IWalkView view, CancellationToken cancellation)
{
    private readonly MeasuredMove _move = new(lab, view, cancellation);
    private readonly KillAct _kill = new(lab, view, cancellation);

    public WalkOutcome Run()
    {
        var node = lab.Topology.MobileNode;
        Capture[] uplinks = [.. ClusterPlan.Edges.Select(e => Capture.Start(e.Space, AddressPlan.Uplink, lab.Work.File($"uplink-{e.Name}.pcap")))];
        using var access = Capture.Start(node.Namespace, AddressPlan.Wan, lab.Work.File("access.pcap"));
        view.Doing("starting pings and transfers");
        using var traffic = new WalkTraffic(node);
        traffic.WaitUntilFlowing();

        var started = LabClock.Now;
        _move.Pause(MeasuredMove.Stay);
        var (moves, kills) = Walk(traffic);
        var ended = LabClock.Now;
        view.Doing("comparing checksums");
        var ipv6 = traffic.Ipv6Transfer.Finish(TimeSpan.FromSeconds(60));
        var ipv4 = traffic.Ipv4Transfer.Finish(TimeSpan.FromSeconds(60));
        traffic.Dispose();
        view.Doing("asking tshark what it saw");
        access.Dispose();
        var seen = uplinks.Select(Census).ToList();
        return new WalkOutcome(
            started, ended, moves, traffic.Ipv6Ping.Trace, traffic.Ipv4Ping.Trace, traffic.Ipv6Transfer.MobileNode, traffic.Ipv4Transfer.MobileNode, ipv6,
            ipv4, new SignallingCensus(seen.Sum(s => s.EspPackets), seen.Sum(s => s.ClearMobilityHeaders)), SignallingCensus.Of(access.File))
        {
            Kills = kills,
        };
    }

    private (List<MoveResult> Moves, List<KillResult> Kills) Walk(WalkTraffic traffic)
    {
        List<MoveResult> moves = [Move(Attachment.V4, 1), Move(Attachment.Nat1, 1)];
        var coordinator = lab.Cluster.Oldest;
        var first = _kill.Kill(coordinator, "control node with the coordinator", mustNotBeFelt: true, traffic);
        moves.Add(Move(Attachment.Nat2, 1, duringOutage: true));
        first = _kill.StartAgain(coordinator, first);
        moves.AddRange([Move(Attachment.V6, 1), Move(Attachment.V4, 2)]);
        var edge = lab.Cluster.Edges[0];
        var second = _kill.Kill(edge, "edge with both home addresses", mustNotBeFelt: false, traffic);
        moves.Add(Move(Attachment.Nat1, 2, duringOutage: true));
        second = _kill.StartAgain(edge, second);
        moves.AddRange([Move(Attachment.Nat2, 2), Move(Attachment.V6, 2)]);
        return (moves, [first, second]);

        MoveResult Move(Attachment station, int round, bool duringOutage = false) => _move.To(station, round, traffic, duringOutage);
    }

    private static SignallingCensus Census(Capture uplink)
    {
        uplink.Dispose();
        return SignallingCensus.Of(uplink.File);
    }
}
