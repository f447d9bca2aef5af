using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DsMip.IPsec;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Wire.Mobility;

namespace DsMip.Native.Tests.Requirements;

/// <summary>
/// One of many mobile nodes behind a NAT: our own ESP above real sockets. It has several of them, each with a mapping of its own at the NAT, and sends
/// each Binding Update by any of them. As any mobile node it sends another one when no answer comes (RFC 6275 11.8).
/// </summary>
internal sealed class CrowdMember : IDisposable
{
    private const int Sockets = 4;

    /// <summary>RFC 6275 12, INITIAL_BINDACK_TIMEOUT.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(AddressPlan.HomeAgentAddress);
    private static readonly IPEndPoint Port4191 = new(IPAddress.Parse(AddressPlan.HomeAgentIpv4Address), Port.DsMip);

    private readonly Ipv6Address _homeAddress;
    private readonly Ipv4Address _careOfAddress;
    private readonly IpsecBoundary _ipsec;
    private readonly Socket[] _sockets;
    private readonly Random _random;
    private readonly byte[] _buffer = new byte[2048];
    private readonly List<int> _sentBy = [];
    private TimeSpan _patience;
    private long _sentAt;

    public CrowdMember(NetworkNamespace space, int number, Random random)
    {
        _random = random;
        _homeAddress = new Ipv6Address(Ipv6Address.Parse("2001:db8:1::a:0").Value + (UInt128)number);
        _careOfAddress = Ipv4Address.Parse(CareOfAddress(number));
        Identity = new MobileNodeIdentity(
            $"{_homeAddress}", null, SecurityAssociationKeys.AesGcm(0x10000 + (uint)number), SecurityAssociationKeys.AesGcm(0x20000 + (uint)number));
        var (updates, acknowledgements) = (Selector(MobilityHeaderType.BindingUpdate), Selector(MobilityHeaderType.BindingAcknowledgement));
        _ipsec = new IpsecBoundary(new SecurityPolicyDatabase(
                SecurityPolicy.Protect(PolicyDirection.Outbound, updates), SecurityPolicy.Protect(PolicyDirection.Inbound, acknowledgements)))
            .With(new OutboundSecurityAssociation(Parameters(Identity.BindingUpdate), updates))
            .With(new InboundSecurityAssociation(Parameters(Identity.BindingAcknowledgement), acknowledgements));
        _sockets = space.Enter(() => Enumerable.Range(0, Sockets).Select(_ => Open()).ToArray());
    }

    public MobileNodeIdentity Identity { get; }

    /// <summary>The sealed packets so far, without outer headers.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>The last Binding Update has its acknowledgement: one that said yes and came where the Binding Update had left.</summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>What came and was not that.</summary>
    public List<string> Surprises { get; } = [];

    public static string CareOfAddress(int number) => $"10.2.0.{100 + number}";

    public void Update()
    {
        _patience = FirstPatience;
        Send();
    }

    /// <summary>Takes what has come; if it is not the answer, and that is late, another Binding Update leaves.</summary>
    public void Go()
    {
        for (var i = 0; i < Sockets; i++)
        {
            while (_sockets[i].Available > 0) Take(i, _buffer.AsSpan(0, _sockets[i].Receive(_buffer)));
        }
        if (IsAcknowledged || Stopwatch.GetElapsedTime(_sentAt) < _patience) return;
        _patience *= 2;
        Send();
    }

    /// <summary>A Binding Update in the clear for this home address, to the forger's.</summary>
    public byte[] Wanted(Ipv4Address careOfAddress) => MobilityPacket.Write(_homeAddress, HomeAgent, new BindingUpdate(
        new SequenceNumber(40_000), BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.Acknowledge, new BindingLifetime(100),
        MobilityOptions.Of(new Ipv4CareOfAddressOption(careOfAddress))));

    public void Dispose()
    {
        Array.ForEach(_sockets, socket => socket.Dispose());
        _ipsec.Dispose();
    }

    private void Send()
    {
        // ESP packets and Binding Updates are numbered alike.
        var message = new BindingUpdate(
            new SequenceNumber((ushort)(Sent.Count + 1)), BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.Acknowledge, new BindingLifetime(100),
            MobilityOptions.Of(new Ipv4CareOfAddressOption(_careOfAddress)));
        var packet = _ipsec.Seal(MobilityPacket.Write(_homeAddress, HomeAgent, message))!;
        (IsAcknowledged, _sentAt) = (false, Stopwatch.GetTimestamp());
        Sent.Add(packet);
        _sentBy.Add(_random.Next(Sockets));
        _sockets[_sentBy[^1]].SendTo(packet, Port4191);
    }

    private void Take(int socket, ReadOnlySpan<byte> packet)
    {
        var answer = _ipsec.Open(packet) is { } clear ? MobilityPacket.Read<BindingAcknowledgement>(clear) : null;
        var sequence = answer is { Status: BindingStatus.Accepted } ? answer.Sequence.Value : 0;
        if (sequence == 0 || socket != _sentBy[sequence - 1]) Surprises.Add($"{_homeAddress}: {answer?.Status.ToString() ?? "not an acknowledgement"} of {sequence} by socket {socket}");
        else if (sequence == Sent.Count) IsAcknowledged = true;
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse($"{_careOfAddress}"), 0));
        return socket;
    }

    private TrafficSelector Selector(MobilityHeaderType type) => TrafficSelector.MobilityHeader(_homeAddress, HomeAgent, (byte)type);

    private static SecurityAssociationParameters Parameters(SecurityAssociationKeys keys)
    {
        var manual = new ManualSecurityAssociation { Spi = keys.Spi, Suite = keys.Suite, EncryptionKey = keys.EncryptionKey, IntegrityKey = keys.IntegrityKey };
        Assert.True(manual.TryConvert(false, out var parameters, out var error), error);
        return parameters;
    }
}
