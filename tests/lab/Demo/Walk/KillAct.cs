using DsMip.Lab.Cluster;
using DsMip.Lab.Probes;

namespace DsMip.Lab.Walk;

/// <summary>Kills a process of the cluster without warning while everything flows, and starts it again.</summary>
internal sealed class KillAct(ClusterDemoLab lab, IWalkView view, CancellationToken cancellation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);
    private const int Replies = 20;

    /// <summary>Returns when pings of both families are answered, with what they felt until then.</summary>
    public KillResult Kill(ClusterNode node, string what, bool mustNotBeFelt, WalkTraffic traffic)
    {
        cancellation.ThrowIfCancellationRequested();
        view.Doing($"kill -9 of {node.Machine.Name}, the {what}");
        var before = lab.Api.Bindings();
        var killed = LabClock.Now;
        node.Kill();
        cancellation.WaitHandle.WaitOne(Watch);
        var (ipv6, ipv4) = (traffic.Ipv6Ping.Trace.Count, traffic.Ipv4Ping.Trace.Count);
        Wait.Until(
            () => traffic.Ipv6Ping.Trace.Count > ipv6 + Replies && traffic.Ipv4Ping.Trace.Count > ipv4 + Replies, Patience,
            $"pings after the death of {node.Machine.Name}", cancellation);
        var now = LabClock.Now;
        return new KillResult($"{node.Machine.Name}, {what}", mustNotBeFelt, killed)
        {
            Ipv6Gap = traffic.Ipv6Ping.Trace.LongestGap(killed, now),
            Ipv4Gap = traffic.Ipv4Ping.Trace.LongestGap(killed, now),
            BindingsKept = before.SequenceEqual(lab.Api.Bindings()),
        };
    }

    public KillResult StartAgain(ClusterNode node, KillResult kill)
    {
        view.Doing($"starting {node.Machine.Name} again");
        var before = lab.Api.Bindings();
        node.Start();
        node.AwaitReady();
        return kill with { Ready = LabClock.Now, BindingsKept = kill.BindingsKept && before.SequenceEqual(lab.Api.Bindings()) };
    }
}
