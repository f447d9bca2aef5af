using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>An edge over a kernel of which one thing is known: that an SPI is payload's.</summary>
internal sealed class SealedPayloadEdge(HomeAgentOptions options, EdgeNetwork network) : IEdgeIpsecFactory, IKernelAssociations, IKernelNumbers
{
    private const uint Spi = 0x4191;
    private const int Esp = 60;
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);

    private readonly KernelAssociation _inbound = new(
        new XfrmStateId(HomeAgent, Spi), Alice, Alice, AssociationPurpose.Payload, XfrmMode.Tunnel, Inbound: true, "");

    private readonly KernelAssociation _outbound = new(
        new XfrmStateId(Alice, Spi), HomeAgent, Alice, AssociationPurpose.Payload, XfrmMode.Tunnel, Inbound: false, "");

    public IEdgeIpsec Create(EdgeParts parts)
    {
        var directory = new ConfiguredMobileNodes(options);
        var classification = new SignallingClassification(SpiTechnique.Api, new SignallingSpis(directory), directory, parts.Table);
        var inFlight = new InFlightWindow(10, 10);
        var answers = new KernelAnswers(inFlight, ReassociationTechnique.Tag.Create(16), parts.Metrics, TimeProvider.System, 10);
        var preBinding = new PreBindingPaths(HomeAgent, _ => true, PreBindingLimits.Default);
        var homes = new ProtectedHomes();
        homes.Add(Alice);
        var sink = new NativeSink(parts.Tun, parts.Metrics, TimeProvider.System);
        var path = new KernelPath(parts.Tun, network.MobilityHeaders!, sink);
        var signalling = new KernelSignalling(
            HomeAgent, classification, directory, ReassociationTechnique.Tag.Create(16), path, new SecondlyBudget<Ipv6Address>(1), this, inFlight, new EntityRegion(), parts.Audit);
        var ports = new PayloadPorts();
        return new NativeEdge(
            HomeAgent, this, path, sink, signalling, answers, new ProtectedUplink(HomeAgent, this, parts.Tun.Write, ports, parts.Table, parts.Metrics),
            new ProtectedDownlink(ports, parts), new KeyExchangePaths(preBinding, parts.Tun.Write, parts.Metrics),
            new ClearTraffic(HomeAgent, homes, parts.Table), parts);
    }

    public static int Downlink(Span<byte> frame, Ipv6Address home)
    {
        new Ipv6Header(0, 0, Esp, IpProtocol.Esp, 64, HomeAgent, home).Write(frame);
        BinaryPrimitives.WriteUInt32BigEndian(frame[Ipv6Header.Size..], Spi);
        return Ipv6Header.Size + Esp;
    }

    public static int Uplink(Span<byte> frame, Ipv4Address careOf, Ipv4Address homeAgent)
    {
        const int udp = UdpHeader.Size + Esp;
        new Ipv4Header(0, Ipv4Header.Size + udp, 0, true, false, 0, 64, IpProtocol.Udp, careOf, homeAgent).Write(frame);
        new UdpHeader(Port.IpsecNatTraversal, Port.IpsecNatTraversal, udp).Write(frame[Ipv4Header.Size..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[(Ipv4Header.Size + UdpHeader.Size)..], Spi);
        return Ipv4Header.Size + udp;
    }

    bool IKernelAssociations.TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association)
    {
        association = spi == Spi ? _inbound : null;
        return association is not null;
    }

    bool IKernelAssociations.TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association)
    {
        association = spi == Spi ? _outbound : null;
        return association is not null;
    }

    XfrmReplay? IKernelAssociations.Numbers(KernelAssociation association) => null;

    bool IKernelNumbers.TryRead(Ipv6Address home, out KernelNumbers? numbers)
    {
        numbers = null;
        return true;
    }

    ulong IKernelNumbers.ClaimOf(Ipv6Address home) => 0;
}
