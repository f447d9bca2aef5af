using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

public sealed class XfrmMonitorTests : IDisposable
{
    private static readonly XfrmSelector Payload = new(NetworkPrefix.Host(XfrmHost.Node), NetworkPrefix.DefaultIpv6);
    private static readonly XfrmPolicy Policy = new(Payload, XfrmDirection.Out, 5)
    {
        Template = new XfrmTemplate(XfrmMode.Tunnel, XfrmHost.Node, XfrmHost.HomeAgent, 7),
    };

    private readonly XfrmHost _host = new();
    private readonly EventLog _events;

    public XfrmMonitorTests() => _events = new EventLog(_host);

    public void Dispose()
    {
        _events.Dispose();
        _host.Dispose();
    }

    [NativeFact]
    public async Task States_that_come_and_go_by_our_hand()
    {
        _host.Kernel.Add(XfrmHost.State() with { Selector = XfrmHost.MobilityHeaders });
        var set = await _events.Next<XfrmStateSet>();
        Assert.Equal(_host.Kernel.Find(XfrmHost.StateId), set.State);
        _host.Kernel.EnsureNo(XfrmHost.StateId);
        Assert.Equal(new XfrmStateGone(XfrmHost.StateId), await _events.Next<XfrmStateGone>());
    }

    [NativeFact]
    public async Task States_that_come_and_go_by_the_hand_of_another()
    {
        // As key managers do: the SPI first, the keys later.
        _host.Namespace.Ip($"xfrm state allocspi src {XfrmHost.Node} dst {XfrmHost.HomeAgent} proto esp mode transport min 0x1001 max 0x1001");
        _host.Namespace.Ip($"xfrm state update src {XfrmHost.Node} dst {XfrmHost.HomeAgent} proto esp spi 0x1001 mode transport reqid 9 "
            + $"aead rfc4106(gcm(aes)) 0x{new string('7', 40)} 128");
        Assert.Equal((XfrmHost.StateId, 9u), ((await _events.Next<XfrmStateSet>()).State is var state ? state.Id : default, state.Reqid));
        _host.Namespace.Ip("xfrm state flush");
        await _events.Next<XfrmStatesFlushed>();
    }

    [NativeFact]
    public async Task Policies_that_come_and_go()
    {
        _host.Kernel.Ensure(Policy);
        Assert.Equal(new XfrmPolicySet(Policy), await _events.Next<XfrmPolicySet>());
        _host.Kernel.EnsureNo(Policy.Selector, Policy.Direction);
        Assert.Equal(new XfrmPolicyGone(Payload, XfrmDirection.Out), await _events.Next<XfrmPolicyGone>());

        _host.Namespace.Ip($"xfrm policy add src {XfrmHost.Node} dst ::/0 dir in index 1048 priority 3");
        Assert.Equal(new XfrmPolicySet(new XfrmPolicy(Payload, XfrmDirection.In, 3)), await _events.Next<XfrmPolicySet>());
        _host.Namespace.Ip("xfrm policy delete dir in index 1048");
        Assert.Equal(new XfrmPolicyGone(Payload, XfrmDirection.In), await _events.Next<XfrmPolicyGone>());

        _host.Namespace.Ip($"xfrm policy add src {XfrmHost.Node} dst ::/0 dir in ptype sub");
        _host.Kernel.Ensure(Policy);
        await _events.Next<XfrmPolicySet>();
        _host.Namespace.Ip("xfrm policy flush ptype sub");
        _host.Namespace.Ip("xfrm policy flush ptype main");
        Assert.Equal([new XfrmPoliciesFlushed()], await _events.Until<XfrmPoliciesFlushed>());
        _host.Kernel.Ensure(Policy);
        Assert.Equal([new XfrmPolicySet(Policy)], await _events.Until<XfrmPolicySet>());
    }

    [NativeFact]
    public async Task Policies_that_are_not_host_wide_are_not_told()
    {
        _host.Namespace.Ip($"xfrm policy add src {XfrmHost.Node} dst ::/0 dir out mark 7 mask 0xff");
        _host.Namespace.Ip($"xfrm policy delete src {XfrmHost.Node} dst ::/0 dir out mark 7 mask 0xff");
        _host.Kernel.Ensure(Policy);
        Assert.Equal([new XfrmPolicySet(Policy)], await _events.Until<XfrmPolicySet>());
    }

    [NativeFact]
    public async Task A_state_whose_time_is_over()
    {
        _host.AddByIp("mode transport limit time-soft 1 limit time-hard 2");
        Assert.Equal(new XfrmStateExpired(XfrmHost.StateId, Hard: false), await _events.Next<XfrmStateExpired>());
        Assert.Equal(new XfrmStateExpired(XfrmHost.StateId, Hard: true), await _events.Next<XfrmStateExpired>());
        Assert.Null(_host.Kernel.Find(XfrmHost.StateId));
    }

    [NativeFact]
    public async Task A_policy_whose_time_is_over()
    {
        _host.Namespace.Ip($"xfrm policy add src {XfrmHost.Node} dst ::/0 dir out limit time-hard 1");
        Assert.Equal(new XfrmPolicyGone(Payload, XfrmDirection.Out), await _events.Next<XfrmPolicyGone>());
        Assert.Empty(_host.Kernel.GetPolicies());
    }

    [NativeFact]
    public async Task A_packet_that_has_a_policy_and_no_state()
    {
        var acquired = await Acquire();
        Assert.Equal((Payload, (IpAddress)XfrmHost.Node, (IpAddress)XfrmHost.HomeAgent), (acquired.PolicySelector, acquired.Source, acquired.Destination));
        Assert.Equal(
            new XfrmSelector(NetworkPrefix.Host(XfrmHost.Node), NetworkPrefix.Host(Ipv6Address.Parse("2001:db8::77")), IpProtocol.Udp)
            {
                SourcePort = 4190, DestinationPort = 4191,
            },
            acquired.Selector);
        Assert.Empty(_host.Kernel.GetStates());
    }

    [NativeFact]
    public async Task A_migration()
    {
        _host.Kernel.Add(XfrmHost.State() with { Mode = XfrmMode.Tunnel });
        _host.Kernel.Ensure(Policy);
        var move = new XfrmMigration(
            XfrmMode.Tunnel, 7, XfrmHost.Node, XfrmHost.HomeAgent, Ipv6Address.Parse("2001:db8:99::5"), XfrmHost.HomeAgent);
        _host.Kernel.Migrate(Payload, XfrmDirection.Out, [move], (move.NewSource, move.NewDestination));
        Assert.Equal(new XfrmMigrated(Payload, XfrmDirection.Out), (await _events.Until<XfrmMigrated>())[^1]);
    }

    [NativeFact]
    public async Task Sequence_numbers_that_go_on_are_told_to_those_who_ask()
    {
        using var numbers = new EventLog(_host, sequenceNumbers: true);
        _host.Kernel.Add(XfrmHost.State());
        _host.Kernel.SetReplay(XfrmHost.StateId, new XfrmReplay(41, 91));
        var advanced = await numbers.Next<XfrmReplayAdvanced>();
        Assert.Equal((XfrmHost.StateId, 41ul, 91ul), (advanced.Id, advanced.Replay.OutboundLast, advanced.Replay.InboundHighest));

        _host.Kernel.EnsureNo(XfrmHost.StateId);
        Assert.DoesNotContain(await _events.Until<XfrmStateGone>(), told => told is XfrmReplayAdvanced);
    }

    [NativeFact]
    public async Task A_queue_that_overflows_is_told_and_so_is_what_comes_later()
    {
        using var small = new EventLog(_host, queueBytes: 1);
        for (uint spi = 0; spi < 3000; spi++) _host.Kernel.Add(XfrmHost.State() with { Id = new(XfrmHost.HomeAgent, 0x10000 + spi) });
        await small.Next<XfrmEventsLost>();
        await small.Rest(_ => { });
        _host.Kernel.Add(XfrmHost.State());
        Assert.Equal(XfrmHost.StateId, (await small.Next<XfrmStateSet>()).State.Id);
    }

    /// <summary>The way every listener goes: what is told is applied, what was lost is listed again. An event told late would bring back what is gone.</summary>
    [NativeFact]
    public async Task Who_lists_again_after_a_loss_ends_with_what_the_kernel_has()
    {
        using var small = new EventLog(_host, queueBytes: 1 << 16);
        // Nobody reads yet: the first of these events wait with us, some more with the kernel, and that most of the states went again is lost.
        var ids = Enumerable.Range(0x10000, 1500).Select(spi => new XfrmStateId(XfrmHost.HomeAgent, (uint)spi)).ToArray();
        foreach (var id in ids) _host.Kernel.Add(XfrmHost.State() with { Id = id });
        foreach (var id in ids.Skip(10)) _host.Kernel.EnsureNo(id);

        var (known, losses) = (new HashSet<XfrmStateId>(), 0);
        await small.Rest(told =>
        {
            switch (told)
            {
                case XfrmStateSet set: known.Add(set.State.Id); break;
                case XfrmStateGone gone: known.Remove(gone.Id); break;
                case XfrmEventsLost:
                    losses++;
                    known = [.. _host.Kernel.GetStates().Select(state => state.Id)];
                    break;
            }
        });
        Assert.NotEqual(0, losses);
        Assert.Equal(ids.Take(10).ToHashSet(), known);
    }

    [NativeFact]
    public async Task What_happens_in_another_namespace_is_not_told()
    {
        using var other = new XfrmHost();
        other.Kernel.Add(XfrmHost.State());
        other.Kernel.Ensure(Policy);
        _host.Kernel.Ensure(Policy);
        Assert.Equal([new XfrmPolicySet(Policy)], await _events.Until<XfrmPolicySet>());
    }

    [NativeFact]
    public async Task Disposing_ends_the_stream_even_of_a_reader_that_does_not_read()
    {
        var monitor = _host.Namespace.Run(() => new XfrmMonitor());
        for (uint spi = 0; spi < 1500; spi++) _host.Kernel.Add(XfrmHost.State() with { Id = new(XfrmHost.HomeAgent, 0x10000 + spi) });
        await Task.Run(monitor.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
        var told = 0;
        await foreach (var _ in monitor.ReadAllAsync()) told++;
        Assert.InRange(told, 1, 1499);
    }

    private async Task<XfrmAcquired> Acquire()
    {
        _host.Namespace.Ip("link add dummy0 type veth peer name dummy1");
        _host.Namespace.Sysctl("net.ipv6.conf.dummy0.accept_dad", "0");
        _host.Namespace.Ip("link set dummy1 up");
        _host.Namespace.Ip("link set dummy0 up");
        _host.Namespace.Ip($"address add {XfrmHost.Node}/64 dev dummy0 nodad");
        _host.Kernel.Ensure(Policy);
        _host.Namespace.Run(() =>
        {
            using var socket = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(XfrmHost.Node.ToString()), 4190));
            socket.Send([1], "2001:db8::77", 4191);
        });
        return await _events.Next<XfrmAcquired>();
    }
}
