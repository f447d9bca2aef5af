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

    private readonly MeasuredMove _move = new(lab, view, cancellation);

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
        _move.Pause(MeasuredMove.Stay);
        var moves = new List<MoveResult>();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var station in Stations)
            {
                moves.Add(_move.To(station, round, traffic));
            }
        }

        CrashResult? crashed = null;
        if (crash)
        {
            moves.Add(_move.To(Attachment.V4, Rounds + 1, traffic));
            view.Doing("kill -9 of the home agent");
            crashed = CrashAct.Play(lab.HomeAgent, traffic, cancellation);
            moves[^1] = moves[^1] with { Ended = LabClock.Now };
            moves.Add(_move.To(Attachment.Home, Rounds + 1, traffic));
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
}
