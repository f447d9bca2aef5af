using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>
/// home, v6, v4, nat1, nat2, home; twice, with traffic all along. With <paramref name="crash"/> once more to the public IPv4 network, where
/// the home agent is killed and started again, and home.
/// </summary>
public sealed class WalkThroughNetworks(DemoLab lab, IWalkView view, bool crash, CancellationToken cancellation)
{
    private static readonly Attachment[] Stations = [Attachment.V6, Attachment.V4, Attachment.Nat1, Attachment.Nat2, Attachment.Home];
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(2.5);

    public int Rounds { get; init; } = 2;

    public WalkOutcome Run()
    {
        var node = lab.Topology.MobileNode;
        if (LabMachine.IsUserMode)
        {
            Rehearse(node);
        }

        using var uplink = Capture.Start(AddressPlan.HomeAgent, AddressPlan.Uplink, lab.Work.File("uplink.pcap"));
        using var access = Capture.Start(node.Namespace, AddressPlan.Wan, lab.Work.File("access.pcap"));
        view.Doing("starting pings and transfers at home");
        using var traffic = new WalkTraffic(node);
        traffic.WaitUntilFlowing();

        var started = LabClock.Now;
        Pause(Stay);
        var moves = new List<MoveResult>();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var station in Stations)
            {
                moves.Add(MoveTo(station, round, traffic));
            }
        }

        CrashResult? crashed = null;
        if (crash)
        {
            moves.Add(MoveTo(Attachment.V4, Rounds + 1, traffic));
            view.Doing("kill -9 of the home agent");
            crashed = CrashAct.Play(lab.HomeAgent, traffic, cancellation);
            moves[^1] = moves[^1] with { Ended = LabClock.Now };
            moves.Add(MoveTo(Attachment.Home, Rounds + 1, traffic));
        }

        var ended = LabClock.Now;
        view.Doing("comparing checksums");
        var ipv6 = traffic.Ipv6Transfer.Finish(TimeSpan.FromSeconds(60));
        var ipv4 = traffic.Ipv4Transfer.Finish(TimeSpan.FromSeconds(60));
        traffic.Dispose();
        view.Doing("asking tshark what it saw");
        uplink.Dispose();
        access.Dispose();
        return new WalkOutcome(
            started, ended, moves, traffic.Ipv6Ping.Trace, traffic.Ipv4Ping.Trace, traffic.Ipv6Transfer.MobileNode, traffic.Ipv4Transfer.MobileNode,
            ipv6, ipv4, SignallingCensus.Of(uplink.File), SignallingCensus.Of(access.File))
        {
            Crash = crashed,
            Payload = lab.Ipsec.ProtectsPayload ? PayloadCensus.Of(uplink.File, node) : null,
        };
    }

    /// <summary>
    /// On a slow machine the compilation of the daemons' code at its first use would be most of the first move: one move and back before
    /// anything is measured.
    /// </summary>
    private void Rehearse(MobileNodePort node)
    {
        view.Doing("once to another network and back, not measured: this machine compiles slowly");
        foreach (var station in new[] { Attachment.V6, Attachment.Home })
        {
            node.Move(station);
            Registration.Await(lab.HomeAgent.Api, lab.MobileNode, node, cancellation);
        }
    }

    private MoveResult MoveTo(Attachment station, int round, WalkTraffic traffic)
    {
        cancellation.ThrowIfCancellationRequested();
        var node = lab.Topology.MobileNode;
        var (from, started) = (node.At!.Value, LabClock.Now);
        view.Doing($"round {round}: {from} to {station}");
        var before = Delivered(traffic);
        var move = new MoveResult(round, from, station, started, node.Move(station));
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

    private MoveResult AwaitRegistration(MoveResult move)
    {
        try
        {
            var (binding, status) = Registration.Await(lab.HomeAgent.Api, lab.MobileNode, lab.Topology.MobileNode, cancellation);
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

    private void Pause(TimeSpan time)
    {
        cancellation.WaitHandle.WaitOne(time);
        cancellation.ThrowIfCancellationRequested();
    }
}
