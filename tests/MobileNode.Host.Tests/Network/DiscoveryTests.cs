using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Testing;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.MobileNode.Host.Tests.Network;

/// <summary>The real daemon looks for its home agent: a script answers at the anycast address, and of the two that it names one is not there.</summary>
public sealed class DiscoveryTests : IDisposable, IFrameHandler
{
    private static readonly Ipv6Address Silent = Ipv6Address.Parse("2001:db8:1::9"), Alive = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly Ipv6Address Anycast = HomeAgentsAnycast.Of(Ipv6Prefix.Parse("2001:db8:1::/64"))!.Value;
    private readonly CancellationTokenSource _stop = new();
    private readonly Stack<IDisposable> _parts = new();
    private FrameSender? _sender;
    private volatile int _requests;

    public void Dispose()
    {
        _stop.Cancel();
        while (_parts.TryPop(out var part)) part.Dispose();
        _stop.Dispose();
    }

    [NamespaceFact]
    [Clause("6275-11.4.1-dhaad", "6275-11.4.1-next", "6275-11.8-next-home-agent")]
    public void The_home_link_is_asked_and_the_second_home_agent_serves_us_when_the_first_one_is_silent()
    {
        using var walk = new Walk(Changes());
        Answer(walk.Far);
        walk.Start();
        Assert.Equal(("Discovering", null), (walk.Status.State, walk.Status.HomeAgent));
        // An IPv4 network is no help.
        walk.EnterV4();
        walk.EnterV6();
        walk.Until(() => walk.TryStatus() is { State: "Registered", HomeAgent: "2001:db8:1::1" }, "the second home agent");
        Assert.True(_requests > 0);
        Assert.Equal(Alive, walk.HomeAgent.Updates[0].Ingress.Local.AsIpv6);
        Assert.Equal(0, walk.Stop());
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var frame = buffer.Slice(offset, length);
        Assert.True(Ipv6Header.TryRead(frame, out var header, out _));
        Assert.True(Icmpv6Codec.TryRead(frame[Ipv6Header.Size..], header.Source, header.Destination, out var message, out _));
        var request = Assert.IsType<HomeAgentAddressDiscoveryRequest>(message);
        Assert.Equal(Anycast, header.Destination);
        _requests++;
        // Somebody else's answer first: another identifier.
        Send(new HomeAgentAddressDiscoveryReply((ushort)(request.Identifier + 1), [Silent]), header.Source);
        Send(new HomeAgentAddressDiscoveryReply(request.Identifier, [Silent, Alive]), header.Source);
    }

    private void Send(HomeAgentAddressDiscoveryReply reply, Ipv6Address to)
    {
        var packet = new byte[Ipv6Header.Size + Icmpv6Codec.Measure(reply)];
        var length = Icmpv6Codec.Write(reply, Alive, to, packet.AsSpan(Ipv6Header.Size));
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, 64, Alive, to).Write(packet);
        Assert.Equal(Errno.None, _sender!.Send(packet));
    }

    private void Answer(NetworkNamespace far)
    {
        var poller = far.Run(() =>
        {
            using var kernel = new RouteNetlink();
            _parts.Push(new AnycastMembership(Anycast, kernel.GetLink("home").Index));
            _sender = new FrameSender();
            _parts.Push(_sender);
            var source = RawFrameSource.AddressDiscovery(Icmpv6Type.HomeAgentAddressDiscoveryRequest);
            _parts.Push(source);
            var loop = new FramePoller(this);
            loop.Add(source);
            return loop;
        });
        _parts.Push(poller);
        var thread = new Thread(() => poller.Run(_stop.Token)) { IsBackground = true };
        thread.Start();
        _parts.Push(new Joined(thread, _stop));
    }

    private static (string, string?)[] Changes() =>
    [
        ("HomeAgentAddress", null), ("HomeAgentIpv4Address", null), ("HomeAgentPatience", "00:00:02"),
        .. Settings.Right().Keys.Where(key => key.StartsWith("Binding", StringComparison.Ordinal)).Select(key => (key, (string?)null)),
        .. Keys(0, Silent, "2"), .. Keys(1, Alive, "4"),
    ];

    private static (string, string?)[] Keys(int index, Ipv6Address address, string digit) =>
    [
        ($"HomeAgents:{index}:Address", address.ToString()), ($"HomeAgents:{index}:BindingUpdate:Spi", $"409{digit}"),
        ($"HomeAgents:{index}:BindingUpdate:EncryptionKey", $"{digit}00102030405060708090a0b0c0d0e0f10111213"[..40]),
        ($"HomeAgents:{index}:BindingAcknowledgement:Spi", $"819{digit}"),
        ($"HomeAgents:{index}:BindingAcknowledgement:EncryptionKey", $"{digit}10102030405060708090a0b0c0d0e0f10111213"[..40]),
    ];

    private sealed class Joined(Thread thread, CancellationTokenSource stop) : IDisposable
    {
        public void Dispose()
        {
            stop.Cancel();
            thread.Join();
        }
    }
}
