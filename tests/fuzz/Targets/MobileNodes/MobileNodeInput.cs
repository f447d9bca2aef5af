using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Linux;
using DsMip.MobileNode.Configuration;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Configuration;

namespace DsMip.Fuzz.Targets.MobileNodes;

/// <summary>
/// The mobile node from its sockets on, in a network namespace: frames of the home agent and of strangers, its own ESP, acknowledgements and prefix
/// advertisements under the home agent's keys, ICMP errors, packets out of the TUN, and the protocol module behind them. First byte: what it is; second: the way.
/// </summary>
internal sealed class MobileNodeInput : IFuzzTarget
{
    /// <summary>Of a Binding Acknowledgement (RFC 6275 6.1.8).</summary>
    private const int SequenceOffset = 8;

    private readonly byte[] _buffer = new byte[FrameLayout.BufferSize];
    private readonly RunningMobileNode _node;
    private readonly SealedBody _homeAgent;

    public MobileNodeInput()
    {
        var options = Options();
        _node = new RunningMobileNode(options);
        _homeAgent = new SealedBody(options.Keys!.BindingAcknowledgement.Parameters, Lab.HomeAgent, Lab.Alice);
    }

    public IEnumerable<byte[]> Seeds =>
    [
        .. SeedPackets.All.SelectMany(packet => Enumerable.Range(0, 4).Select(what => (byte[])[(byte)what, 1, .. packet])),
        .. MobilityMessages.All.SelectMany(message => Enumerable.Range(0, 4).Select(way => (byte[])[0x41, (byte)(way << 1), .. MobilityHeaderCodec.Write(message, Lab.HomeAgent, Lab.Alice)])),
        .. MobilityMessages.All.Select(message => (byte[])[1, 1, .. Packets.Message(message, Lab.HomeAgent, Lab.Alice)]),
        .. OfCorrespondents,
        [0x60, 0, .. Packets.Message(LinkMessages.Advertisement(9), Lab.HomeAgent, Lab.Alice)[Ipv6Header.Size..]],
        [0x80, 2, .. MobilityHeaderCodec.Write(MobilityMessages.Acknowledgement(1), Lab.HomeAgent, Lab.Alice), 1, 1, 135],
    ];

    /// <summary>What correspondents say: by the tunnel, directly, and behind a routing header; payload that way; and errors about tests.</summary>
    private static IEnumerable<byte[]> OfCorrespondents =>
    [
        [0, 5, .. SeedPackets.DownIpv6],
        .. MobilityMessages.All.SelectMany(message => (byte[][])
        [
            [0, 5, .. Packets.Ipv6(Lab.HomeAgent, Lab.Visited, IpProtocol.Ipv6, Packets.Message(message, Lab.Correspondent, Lab.Alice))],
            [1, 5, .. Packets.Message(message, Lab.Correspondent, Lab.Visited)],
            [0, 5, .. Routed(IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(message, Lab.Correspondent, Lab.Alice))],
            [2, 5, .. SeedPackets.TooBig(Packets.Message(message, Lab.Visited, Lab.Correspondent))],
        ]),
        [0, 5, .. Routed(IpProtocol.Udp, new byte[16])],
        [2, 5, .. SeedPackets.TooBig(Packets.BehindOption(Lab.Visited, SeedPackets.Payload))],
        [3, 5, .. SeedPackets.Payload],
    ];

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(MobilityMessages.OptionBytes).Concat(SeedPackets.All);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var (what, control) = (reader.Byte(), reader.Byte());
        _node.Tick(control);
        if (what >= 0x40)
        {
            _node.FrameReceived(Wrapped(Sealed(what, reader.Rest), control >> 1 & 3));
            return;
        }
        var frame = _buffer.AsSpan(FrameLayout.Headroom, reader.Rest.Length);
        reader.Rest.CopyTo(frame);
        if ((control & 1) != 0) Repair.Packet(frame);
        switch (what % 4)
        {
            case 0: _node.FrameReceived(frame); break;
            case 1: _node.ClearSignallingReceived(frame); break;
            case 2: _node.ErrorReceived(frame); break;
            default: _node.PacketSent(_buffer, FrameLayout.Headroom, frame.Length); break;
        }
    }

    public void Dispose()
    {
        _node.Dispose();
        _homeAgent.Dispose();
    }

    private static MobileNodeOptions Options() => MobileNodeOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["HomeAddress"] = "2001:db8:1::a",
        ["HomePrefix"] = "2001:db8:1::/64",
        ["Ipv4HomeAddress"] = "10.10.0.10",
        ["HomeAgentAddress"] = "2001:db8:1::1",
        ["HomeAgentIpv4Address"] = "198.51.100.1",
        ["BindingUpdate:Spi"] = "1001",
        ["BindingUpdate:EncryptionKey"] = "000102030405060708090a0b0c0d0e0f10111213",
        ["BindingAcknowledgement:Spi"] = "1002",
        ["BindingAcknowledgement:EncryptionKey"] = "200102030405060708090a0b0c0d0e0f10111213",
    }).Build());

    /// <summary>An acknowledgement, to the last Binding Update if its first byte is odd; an advertisement; or a body with its trailer.</summary>
    private byte[] Sealed(byte what, ReadOnlySpan<byte> rest)
    {
        var message = rest.ToArray();
        if (what >= 0x80) return _homeAgent.Seal(message);
        if (what >= 0x60)
        {
            Repair.Icmpv6(message, Lab.HomeAgent, Lab.Alice);
            return _homeAgent.Seal(message, IpProtocol.Icmpv6);
        }
        if ((what & 1) != 0 && message.Length > SequenceOffset + 1) (message[SequenceOffset], message[SequenceOffset + 1]) = ((byte)(_node.LastSequence.Value >> 8), (byte)_node.LastSequence.Value);
        Repair.MobilityHeader(message, Lab.HomeAgent, Lab.Alice);
        return _homeAgent.Seal(message, IpProtocol.MobilityHeader);
    }

    private static byte[] Routed(byte protocol, byte[] content)
    {
        var header = new byte[Type2RoutingHeader.Size];
        Type2RoutingHeader.Write(header, protocol, Lab.Alice);
        return Packets.Ipv6(Lab.Correspondent, Lab.Visited, IpProtocol.Routing, [.. header, .. content]);
    }

    private static byte[] Wrapped(byte[] packet, int way)
    {
        switch (way)
        {
            case 0: return Packets.Udp(Lab.HomeAgentIpv4, Lab.VisitedIpv4, Port.DsMip, 40_000, packet);
            case 1: return packet;
            case 2: return Packets.Ipv6(Lab.HomeAgent, Lab.Visited, IpProtocol.Ipv6, packet);
        }
        var header = new byte[Type2RoutingHeader.Size + packet.Length - Ipv6Header.Size];
        Type2RoutingHeader.Write(header, packet[6], Lab.Alice);
        packet.AsSpan(Ipv6Header.Size).CopyTo(header.AsSpan(Type2RoutingHeader.Size));
        return Packets.Ipv6(Lab.HomeAgent, Lab.Visited, IpProtocol.Routing, header);
    }
}
