using DsMip.Ike;

namespace DsMip.Native.Tests.Ike;

/// <summary>Charons and whole machines that go without a word. Nobody helps; keys are there again.</summary>
public sealed class RecoveryTests
{
    private const string Impatient = "charon {\n retransmit_timeout = 0.5\n retransmit_tries = 2\n}";

    [NativeFact]
    public async Task A_mobile_nodes_charon_that_was_killed_makes_new_keys_as_soon_as_it_is_back()
    {
        await using var lab = await IkeLab.StartAsync(Watchful, Impatient);
        var former = (await lab.Node.InstalledAsync()).Single().OutboundSpi;
        lab.Node.Charon.Kill();
        Assert.True(await lab.SignalAsync(1), "the kernel does not need charon");
        await Until.TrueAsync(() => !lab.Node.Session.IsConnected, lab.Node.Describe);

        lab.Node.Charon.StartAgain();
        await Until.TrueAsync(async () => (await lab.Node.InstalledAsync()).Count > 0, lab.Node.Describe);
        Assert.True(await lab.SignalAsync(2), lab.Node.Describe());
        Assert.NotEqual(former, (await lab.Node.InstalledAsync()).Single().OutboundSpi);
        await Until.TrueAsync(() => !lab.Agent.States().Any(state => state.Spi == former), lab.Agent.Describe);
    }

    [NativeFact]
    public async Task A_dead_home_agent_is_noticed_and_gets_new_keys_when_it_is_back()
    {
        await using var lab = await IkeLab.StartAsync(Watchful, Impatient);
        var former = (await lab.Node.InstalledAsync()).Single().OutboundSpi;
        lab.Agent.Charon.Kill();
        await Until.TrueAsync(() => lab.Node.Notices.Any(notice => notice.Text.EndsWith("is down", StringComparison.Ordinal)), lab.Node.Describe, 40);

        lab.Agent.Charon.StartAgain();
        // A charon that has not been given its connections yet refuses, and the other end gives up: the next Binding Update asks again.
        await Until.TrueAsync(() => lab.SignalAsync(1), lab.Node.Describe, 60);
        Assert.NotEqual(former, (await lab.Node.InstalledAsync()).Single().OutboundSpi);
    }

    [NativeFact]
    public async Task A_home_agent_that_has_lost_everything_asks_for_keys_when_it_has_a_packet_for_the_mobile_node()
    {
        await using var lab = await IkeLab.StartAsync();
        lab.Agent.Charon.Kill();
        lab.Agent.Space.Exec(["ip", "xfrm", "state", "flush"]);
        lab.Agent.Charon.StartAgain();
        await Until.TrueAsync(() => lab.Agent.Session.IsConnected, lab.Agent.Describe);

        var answers = lab.Agent.Space.TryExec("ping", "-6", "-c", "10", "-i", "0.3", "-W", "1", $"{IkeNetwork.FirstHomeAddress}").Output;
        Assert.Contains("bytes from", answers, StringComparison.Ordinal);
        // The mobile node has lost its keys for signalling with the former IKE SA, and asks for them as needed.
        await Until.TrueAsync(() => lab.SignalAsync(1), () => lab.Node.Describe() + lab.Agent.Describe());
    }

    [NativeFact]
    public async Task A_daemon_of_ours_that_begins_anew_leaves_the_keys_alone()
    {
        await using var lab = await IkeLab.StartAsync();
        var former = Assert.Single(await lab.Node.InstalledAsync());
        foreach (var (end, connections) in new[]
        {
            (lab.Agent, new[] { IkeNetwork.AtHomeAgent(IkeNetwork.First), IkeNetwork.AtHomeAgent(IkeNetwork.Second) }),
            (lab.Node, [IkeNetwork.AtMobileNode(IkeNetwork.First)]),
        })
        {
            using var stop = new CancellationTokenSource();
            await using var session = new CharonSession(end.Charon.ViciSocket, connections, _ => { });
            var running = session.RunAsync(stop.Token);
            await Until.TrueAsync(() => session.IsConnected, end.Describe);
            await stop.CancelAsync();
            await running;
        }

        Assert.Equal(former, Assert.Single(await lab.Node.InstalledAsync()));
        Assert.True(await lab.SignalAsync(1));
    }

    private static IkeConnection Watchful(IkeConnection connection) => connection with { DeadPeerDelay = TimeSpan.FromSeconds(1) };
}
