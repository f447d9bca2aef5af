using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;

namespace DsMip.Lab.Walk;

/// <summary>Kills the home agent without warning while everything flows, and starts it again.</summary>
internal static class CrashAct
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const int Replies = 20;

    public static CrashResult Play(HomeAgentDaemon homeAgent, WalkTraffic traffic, CancellationToken cancellation)
    {
        var before = homeAgent.Api.Bindings();
        var killed = LabClock.Now;
        homeAgent.Kill();
        var (ipv6, ipv4) = (traffic.Ipv6Ping.Trace.Count, traffic.Ipv4Ping.Trace.Count);
        homeAgent.Start();
        var ready = LabClock.Now;
        var after = homeAgent.Api.Bindings();
        Wait.Until(
            () => traffic.Ipv6Ping.Trace.Count > ipv6 + Replies && traffic.Ipv4Ping.Trace.Count > ipv4 + Replies, Patience,
            "pings after the home agent's return", cancellation);
        return new CrashResult(killed, ready, LabClock.Now, before.SequenceEqual(after), homeAgent.Api.BindingUpdates().Values.Sum());
    }
}
