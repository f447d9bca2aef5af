using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Linux;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Host.Tests.Edge.HomeLink;

/// <summary>Home agent address discovery (RFC 6275 10.5) with the real daemon: who asks is outside, another home agent on the home link.</summary>
[Collection(NetworkCollection.Name)]
public sealed class AddressDiscoveryTests : IDisposable, IFrameHandler
{
    private static readonly Ipv6Address Anycast = HomeAgentsAnycast.Of(Ipv6Prefix.Parse("2001:db8:1::/64"))!.Value;
    private static readonly Ipv6Address Outside = Ipv6Address.Parse("2001:db8:f::2"), HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private readonly HomeLinkNetwork _network = new();
    private readonly Queue<HomeAgentAddressDiscoveryReply> _replies = new();
    private RawFrameSource? _received;
    private ushort _identifier = 100;

    public void Dispose()
    {
        _received?.Dispose();
        _network.Dispose();
    }

    [NamespaceFact]
    [Clause("6275-10.5.1-anycast", "6275-10.5.1-identifier", "6275-10.5-list", "6275-7-source-link-layer")]
    public async Task Rfc6275_10_5_Home_agents_hear_of_each_other_and_tell_who_asks()
    {
        using var link = _network.Neighbor.Run(() => NeighborSocket.Open("eth0"))!;
        // The neighbour's kernel judges the advertisements: it takes them only with hop limit 255, checksum and link-local source right.
        _network.Neighbor.Sysctl("net.ipv6.conf.eth0.accept_ra", "2");
        await _network.Daemon.StartAsync(
            "--HomeLink=home0", "--HomeLink:DuplicateAddressDetection=false", "--HomeLink:RouterAdvertisements:Enabled=true",
            "--HomeLink:RouterAdvertisements:MaxInterval=00:00:04", "--AddressDiscovery:Preference=5");
        await Eventually.Is(() => Task.FromResult(_network.Neighbor.Ip("-6 route show default").Contains("proto ra", StringComparison.Ordinal)));
        var heard = Hear(link);
        Assert.Equal(RouterAdvertisementFlags.HomeAgent, heard.Flags);
        Assert.Equal(_network.HomeAgentLink, heard.SourceLinkAddress.ToString());
        Assert.Equal((5, 4000u), (heard.HomeAgent!.Value.Preference, heard.Interval!.Value.Milliseconds));
        Assert.Contains(heard.Prefixes, prefix => prefix.Prefix == HomeAgent && prefix.Flags.HasFlag(PrefixInformationFlags.RouterAddress));

        Assert.Equal([HomeAgent], await AskAsync(Anycast));
        // A better one comes, then it goes.
        var other = Ipv6Address.Parse("2001:db8:1::77");
        await TellAsync(link, other, 60, [other, HomeAgent]);
        Assert.Equal([other, HomeAgent], await AskAsync(HomeAgent));
        await TellAsync(link, other, 0, [HomeAgent]);

        Assert.Equal(0, _network.Daemon.Terminate());
        await Eventually.Is(() => Task.FromResult(!_network.Neighbor.Ip("-6 route show default").Contains("proto ra", StringComparison.Ordinal)));
    }

    [NamespaceFact]
    [Clause("6275-10.5.1-anycast")]
    public async Task Rfc6275_10_5_Over_a_virtual_home_link_who_there_is_comes_from_the_configuration_and_nobody_gets_a_flood()
    {
        await _network.Daemon.StartAsync("--AddressDiscovery:HomeAgents:0:Address=2001:db8:1::9", "--AddressDiscovery:HomeAgents:0:Preference=7");
        Assert.Equal([Ipv6Address.Parse("2001:db8:1::9"), HomeAgent], await AskAsync(Anycast));
        Receive(TimeSpan.FromSeconds(1));
        _replies.Clear();
        for (var i = 0; i < 60; i++) Send(Anycast);
        await Eventually.Is(async () => await _network.Daemon.DropsAsync("RateLimited") > 40);
        Receive(TimeSpan.FromSeconds(1));
        // Sixty may go over the end of a second or two.
        Assert.InRange(_replies.Count, 1, 5 * AddressDiscovery.PerSourceAndSecond);
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var frame = buffer.Slice(offset, length);
        Assert.True(Ipv6Header.TryRead(frame, out var header, out _));
        Assert.Equal((HomeAgent, Outside), (header.Source, header.Destination));
        Assert.True(Icmpv6Codec.TryRead(frame[Ipv6Header.Size..], header.Source, header.Destination, out var message, out _));
        _replies.Enqueue(Assert.IsType<HomeAgentAddressDiscoveryReply>(message));
    }

    private async Task<IEnumerable<Ipv6Address>> AskAsync(Ipv6Address whom)
    {
        HomeAgentAddressDiscoveryReply? found = null;
        await Eventually.Is(() =>
        {
            var identifier = Send(whom);
            Receive(TimeSpan.FromMilliseconds(500));
            while (_replies.TryDequeue(out var reply))
                if (reply.Identifier == identifier) found = reply;
            return Task.FromResult(found is not null);
        });
        return found!.HomeAgents;
    }

    /// <summary>Until the home agent has heard of it: the other one is where it was told to be.</summary>
    private async Task TellAsync(NeighborSocket link, Ipv6Address other, ushort lifetime, Ipv6Address[] expected)
    {
        var option = new PrefixInformationOption(64, PrefixInformationFlags.RouterAddress, 60, 60, other);
        var message = new RouterAdvertisement(RouterAdvertisementFlags.HomeAgent, 0, link.LinkAddress, [option], HomeAgent: new HomeAgentInformationOption(7, lifetime));
        await Eventually.Is(async () =>
        {
            Assert.Equal(Errno.None, link.Send(NeighborPacket.Multicast(NeighborPacket.AllNodes, link.LinkAddress, Ipv6Address.Parse("fe80::77"), message).ToFrame()));
            return expected.SequenceEqual(await AskAsync(Anycast));
        });
    }

    private ushort Send(Ipv6Address whom)
    {
        _received ??= _network.Daemon.Outside.Run(() => RawFrameSource.AddressDiscovery(Icmpv6Type.HomeAgentAddressDiscoveryReply));
        using var sender = _network.Daemon.Outside.Run(() => new FrameSender());
        var packet = new byte[Ipv6Header.Size + 8];
        new Ipv6Header(0, 0, 8, IpProtocol.Icmpv6, 64, Outside, whom).Write(packet);
        Icmpv6Codec.Write(new HomeAgentAddressDiscoveryRequest(++_identifier), Outside, whom, packet.AsSpan(Ipv6Header.Size));
        Assert.Equal(Errno.None, sender.Send(packet));
        return _identifier;
    }

    private void Receive(TimeSpan patience)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (_received!.Receive(this) == 0 && waited.Elapsed < patience) Thread.Sleep(10);
    }

    private static RouterAdvertisement Hear(NeighborSocket link)
    {
        var buffer = new byte[1514];
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(30))
        {
            link.Wait(TimeSpan.FromSeconds(1));
            while (link.Receive(buffer) is > 0 and var length)
                if (NeighborPacket.TryRead(buffer.AsSpan(0, length), out var packet, out _) && packet!.Message is RouterAdvertisement advertisement) return advertisement;
        }
        throw new TimeoutException("no Router Advertisement");
    }
}
