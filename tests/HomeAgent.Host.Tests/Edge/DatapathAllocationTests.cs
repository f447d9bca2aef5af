using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Host.Tests.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>Payload must not feed the garbage collector: measured over the real sockets.</summary>
[Collection(NetworkCollection.Name)]
public sealed class DatapathAllocationTests : IDisposable
{
    private const int Packets = 2000;
    private static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:f::2");
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ipv6Address BehindAlice = Ipv6Address.Parse("2001:db8:aa::77");
    private static readonly Ipv4Address CareOf = Ipv4Address.Parse("198.51.100.2");
    private static readonly Ipv4Address HomeAgent = Ipv4Address.Parse("198.51.100.1");
    private readonly HomeAgentProcess _machine = new();

    public void Dispose() => _machine.Dispose();

    [NamespaceFact]
    public void A_packet_in_either_direction_allocates_nothing() => _machine.Inside.Run(() =>
    {
        var options = Configured.Options(("Roles", null), ("MobileNodes:0:MobileNetworkPrefixes", "2001:db8:aa::/56"));
        using var network = EdgeNetwork.Open(options);
        var table = new BindingTable();
        var metrics = new HomeAgentMetrics();
        var audit = new AuditLog(metrics, TimeProvider.System, NullLogger<AuditLog>.Instance);
        var directory = new ConfiguredMobileNodes(options);
        var classification = new SignallingClassification(SpiTechnique.Api, new SignallingSpis(directory), directory, table);
        var clear = new ClearSignalling(directory, new InFlightWindow(10, 10), new EntityRegion(), audit);
        var signalling = new SignallingAdmission(classification, new InFlightWindow(10, 10), new EntityRegion(), audit);
        var frames = EdgeFrames.Over(network, options, table, new ConfiguredMobileNodes(options), new BitsEdgeFactory(signalling, clear), new HomeAgentsOnLink(), metrics, audit, TimeProvider.System);
        var tunnel = new BidirectionalTunnel(
            Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("198.51.100.2"), Port.DsMip, 40_000);
        table.Put(new HomeAddresses(Alice, default, options.MobileNodes[0].Networks), tunnel, 1, DateTimeOffset.UtcNow.AddHours(1));
        var udp = network.Sources.Single(source => source.Kind == FrameSourceKind.Udp);

        Run(frames, network.Tun, udp, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(frames, network.Tun, udp, Packets);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2 * (Packets + 100), metrics.Packets(PacketDirection.Downlink));
        Assert.Equal(2 * (Packets + 100), metrics.Packets(PacketDirection.Uplink));
    });

    /// <summary>The kernel's IPsec is not needed for that: what we do around it is the same for sealed bytes that mean nothing.</summary>
    [NamespaceFact]
    public void Neither_does_a_sealed_one() => _machine.Inside.Run(() =>
    {
        var options = Configured.Options(("Roles", null), ("Ipsec", "Kernel"));
        using var network = EdgeNetwork.Open(options);
        var table = new BindingTable();
        var metrics = new HomeAgentMetrics();
        var audit = new AuditLog(metrics, TimeProvider.System, NullLogger<AuditLog>.Instance);
        var frames = EdgeFrames.Over(network, options, table, new ConfiguredMobileNodes(options), new SealedPayloadEdge(options, network), new HomeAgentsOnLink(), metrics, audit, TimeProvider.System);
        var tunnel = new BidirectionalTunnel(Encapsulation.UdpIpv4, HomeAgent, CareOf, Port.DsMip, 40_000);
        table.Put(new HomeAddresses(Alice, default), tunnel, 1, DateTimeOffset.UtcNow.AddHours(1));
        var tap = network.Sources.Single(source => source.Kind == FrameSourceKind.EspInUdp);

        RunSealed(frames, network.Tun, tap, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RunSealed(frames, network.Tun, tap, Packets);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Packets + 100, metrics.Packets(PacketDirection.Downlink));
        Assert.Equal(Packets + 100, metrics.Packets(PacketDirection.Uplink));
    });

    private static void RunSealed(EdgeFrames frames, TunDevice tun, IFrameSource tap, int count)
    {
        Span<byte> buffer = stackalloc byte[FrameLayout.Headroom + 200];
        for (var i = 0; i < count; i++)
        {
            frames.Handle(tun, buffer, FrameLayout.Headroom, SealedPayloadEdge.Downlink(buffer[FrameLayout.Headroom..], Alice));
            frames.Handle(tap, buffer, FrameLayout.Headroom, SealedPayloadEdge.Uplink(buffer[FrameLayout.Headroom..], CareOf, HomeAgent));
            frames.EndBatch();
        }
    }

    private static void Run(EdgeFrames frames, TunDevice tun, IFrameSource udp, int count)
    {
        Span<byte> buffer = stackalloc byte[FrameLayout.Headroom + 200];
        for (var i = 0; i < count; i++)
        {
            foreach (var mobile in (ReadOnlySpan<Ipv6Address>)[Alice, BehindAlice])
            {
                frames.Handle(tun, buffer, FrameLayout.Headroom, Downlink(buffer[FrameLayout.Headroom..], mobile));
                frames.Handle(udp, buffer, FrameLayout.Headroom, Uplink(buffer[FrameLayout.Headroom..], mobile));
            }
            frames.EndBatch();
        }
    }

    private static int Downlink(Span<byte> frame, Ipv6Address mobile)
    {
        new Ipv6Header(0, 0, 60, IpProtocol.NoNextHeader, 64, Correspondent, mobile).Write(frame);
        return Ipv6Header.Size + 60;
    }

    private static int Uplink(Span<byte> frame, Ipv6Address mobile)
    {
        const int inner = Ipv6Header.Size + 60;
        const int udp = UdpHeader.Size + inner;
        new Ipv4Header(
            0, Ipv4Header.Size + udp, 0, true, false, 0, 64, IpProtocol.Udp, CareOf, HomeAgent).Write(frame);
        new UdpHeader(40_000, Port.DsMip, udp).Write(frame[Ipv4Header.Size..]);
        new Ipv6Header(0, 0, 60, IpProtocol.NoNextHeader, 64, mobile, Correspondent)
            .Write(frame[(Ipv4Header.Size + UdpHeader.Size)..]);
        return Ipv4Header.Size + udp;
    }
}
