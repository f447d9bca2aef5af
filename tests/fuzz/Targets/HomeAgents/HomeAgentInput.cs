using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.Fuzz.Targets.HomeAgents;

/// <summary>
/// The home agent from its sockets on, in a network namespace: edge, classification, admission, entity with its own ESP, journal, decision, answer. First byte:
/// by which source the frame comes, or under whose keys it is sealed and how; second: the way, and whether it is put right.
/// </summary>
internal sealed class HomeAgentInput : IFuzzTarget
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private readonly byte[] _buffer = new byte[FrameLayout.BufferSize];
    private readonly NetworkNamespace _machine = NetworkNamespace.Create();
    private readonly ManualClock _clock = new(Lab.Now);
    private readonly BindingTable _table = new();
    private readonly InFlightWindow _inFlight = new(64, 16);
    private readonly Answers _answers = new();
    private readonly HomeAgentMetrics _metrics = new();
    private readonly SealedBody _alice, _bob;
    private readonly EdgeNetwork _network;
    private readonly IFrameSource[] _sources;
    private readonly EdgeFrames _frames;
    private readonly SignallingEgress _egress;
    private readonly ControlNode _control;

    public HomeAgentInput()
    {
        var options = Configured.Options();
        var keys = options.MobileNodes.Select(node => node.Keys!.BindingUpdate.Parameters).ToArray();
        (_alice, _bob) = (new SealedBody(keys[0], Lab.Alice, Lab.HomeAgent), new SealedBody(keys[1], Lab.Bob, Lab.HomeAgent));
        Prepare();
        _network = _machine.Run(() => EdgeNetwork.Open(options));
        _sources = [.. _network.Sources.DistinctBy(source => source.Kind).OrderBy(source => source.Kind)];
        // All that is sent goes into the TUN, which nobody reads.
        _machine.Ip("link set dsmip0 up");
        _machine.Ip("route add default dev dsmip0");
        _machine.Ip("-6 route add default dev dsmip0");
        var audit = new AuditLog(_metrics, _clock, NullLogger<AuditLog>.Instance);
        var directory = new ConfiguredMobileNodes(options);
        _control = new ControlNode(options, directory, _metrics, audit, _clock, _table, _answers);
        var classification = new SignallingClassification(SpiTechnique.Api, new SignallingSpis(directory), directory, _table);
        var signalling = new SignallingAdmission(classification, _inFlight, _control.Region, audit);
        var factory = new BitsEdgeFactory(signalling, new ClearSignalling(directory, _inFlight, _control.Region, audit));
        _frames = EdgeFrames.Over(_network, options, _table, directory, factory, new HomeAgentsOnLink(), _metrics, audit, _clock);
        _egress = new SignallingEgress(_network.Sender, _inFlight, _metrics, _clock);
    }

    public IEnumerable<byte[]> Seeds =>
    [
        .. SeedPackets.All.SelectMany(packet => Enumerable.Range(0, _sources.Length).Select(kind => (byte[])[(byte)kind, 1, .. packet])),
        .. MobilityMessages.All.SelectMany(message => Enumerable.Range(0, 4).Select(way => (byte[])[0x40, (byte)(way << 1), .. Packets.Message(message, Lab.Alice, Lab.HomeAgent)[Ipv6Header.Size..]])),
        [0x60, 0, .. Packets.Message(new DsMip.Wire.Icmp.MobilePrefixSolicitation(7), Lab.Alice, Lab.HomeAgent)[Ipv6Header.Size..]],
        [0x80, 0, .. SeedPackets.ClearUpdate[Ipv6Header.Size..], 1, 1, 135],
    ];

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(MobilityMessages.OptionBytes).Concat(SeedPackets.All);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var (what, control) = (reader.Byte(), reader.Byte());
        _clock.Advance(Step);
        if (what < 0x40) Handle(_sources[what % _sources.Length], reader.Rest.ToArray(), repairs: (control & 1) != 0);
        else Handle(_sources.First(source => source.Kind == FrameSourceKind.PacketTap), Wrapped(Sealed(what, reader.Rest), control >> 1 & 3), repairs: true);
        _frames.EndBatch();
    }

    public void Dispose()
    {
        _control.Dispose();
        _network.Dispose();
        _alice.Dispose();
        _bob.Dispose();
        _answers.Dispose();
        _machine.Dispose();
    }

    private void Prepare()
    {
        _machine.Ip("address add 198.51.100.1/32 dev lo");
        _machine.Ip("address add 2001:db8:1::1/128 dev lo nodad");
        _machine.Sysctl("net.ipv6.conf.all.forwarding", "1");
        _machine.Sysctl("net.ipv4.ip_forward", "1");
    }

    private void Handle(IFrameSource source, byte[] frame, bool repairs)
    {
        if (repairs) Repair.Packet(frame);
        frame.CopyTo(_buffer.AsSpan(FrameLayout.Headroom));
        var under = _control.Told;
        _frames.Handle(source, _buffer, FrameLayout.Headroom, frame.Length);
        if (_control.Told == under) return;
        var answer = _answers.Take();
        if (answer is Transmit transmit) _egress.Transmit(transmit);
        else _egress.Ended((FrameDropped)answer);
    }

    /// <summary>A message with its checksum, prefix discovery with its own, or a body with its trailer, under the keys of one or the other.</summary>
    private byte[] Sealed(byte what, ReadOnlySpan<byte> rest)
    {
        var (home, keys) = (what & 1) == 0 ? (Lab.Alice, _alice) : (Lab.Bob, _bob);
        var message = rest.ToArray();
        if (what >= 0x80) return keys.Seal(message);
        if (what >= 0x60) Repair.Icmpv6(message, home, Lab.HomeAgent);
        else Repair.MobilityHeader(message, home, Lab.HomeAgent);
        return keys.Seal(message, what >= 0x60 ? IpProtocol.Icmpv6 : IpProtocol.MobilityHeader);
    }

    private static byte[] Wrapped(byte[] packet, int way) => way switch
    {
        0 => Packets.BehindOption(Lab.Visited, packet),
        1 => Packets.InUdp(packet),
        2 => packet,
        _ => Packets.Ipv4(Lab.VisitedIpv4, Lab.HomeAgentIpv4, IpProtocol.Ipv6, packet),
    };
}
