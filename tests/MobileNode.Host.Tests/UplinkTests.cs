using DsMip.Linux;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.Testing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>By which interface packets are about to leave; none of the interfaces is there.</summary>
public sealed class UplinkTests : IIpsecBoundary, IDepartures, IProtocolEvents
{
    private const int Old = 1, New = 2;
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1"), Stranger = Ipv6Address.Parse("2001:db8:c::c");
    private static readonly BidirectionalTunnel OldTunnel = new(Encapsulation.Ipv6, IpAddress.Parse("2001:db8:6::5"), HomeAgent);
    private static readonly BindingUpdatePath NewPath = new(Encapsulation.UdpIpv4, IpAddress.Parse("203.0.113.5"), New);

    private readonly DropCounters _drops = new();
    private readonly List<int> _asked = [];
    private readonly List<byte[]> _sealed = [];
    private readonly Uplink _uplink;
    private readonly List<byte[]> _toBeSealed = [];
    private bool _protectsReturnRoutability;
    private int _unreachable;

    public UplinkTests() => _uplink = Uplink(null!);

    public Ipv6Address HomeAddress { get; } = Ipv6Address.Parse("2001:db8:1::50");

    [Fact]
    public void Key_exchange_takes_the_tunnel_but_not_while_a_binding_update_by_another_path_waits_for_its_keys()
    {
        _uplink.Switch(new SetTunnel(OldTunnel, Old));
        Assert.Equal([Old], AskedFor(IpProtocol.Udp));
        _uplink.Prepare(NewPath);
        Assert.Equal([New], AskedFor(IpProtocol.Udp));
        Assert.Equal([Old], AskedFor(IpProtocol.Icmpv6));
        Signal();
        Assert.Equal([Old], AskedFor(IpProtocol.Udp));
        _uplink.Prepare(NewPath);
        _uplink.Switch(new SetTunnel(OldTunnel, Old));
        Assert.Equal([Old], AskedFor(IpProtocol.Udp));
    }

    [Fact]
    public void Without_a_tunnel_key_exchange_takes_the_path_of_the_last_binding_update()
    {
        Signal();
        Assert.Equal([New], AskedFor(IpProtocol.Udp));
    }

    [Fact]
    public void Only_a_binding_update_that_cannot_leave_speaks_against_its_care_of_address()
    {
        _uplink.Prepare(NewPath);
        Assert.Equal([New], AskedFor(IpProtocol.Udp));
        Assert.Equal(0, _unreachable);
        _sealed.Add(Packet(IpProtocol.Esp, HomeAddress));
        Signal();
        Assert.Equal(1, _unreachable);
    }

    [Fact]
    public void What_comes_along_with_a_binding_update_has_to_be_ours_as_well()
    {
        _uplink.Switch(new SetTunnel(OldTunnel, Old));
        _asked.Clear();
        _sealed.Add(Packet(IpProtocol.Icmpv6, Stranger));
        Signal();
        Assert.Empty(_asked);
        Assert.Equal(1, _drops.Snapshot()["InnerSourceMismatch"]);
    }

    /// <summary>With the kernel's IPsec and keys of IKE; what leaves clear is for the tunnel, which is told by the interface asked for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Clause("6275-11.6.3-protect", "6275-11.6.1-init")]
    public void A_home_test_is_sealed_where_there_are_keys_for_it_and_takes_the_tunnel_either_way(bool isProtected)
    {
        _protectsReturnRoutability = isProtected;
        _uplink.Switch(new SetTunnel(OldTunnel, Old));
        _asked.Clear();
        _uplink.FromHomeAddress(new SendFromHomeAddress(Stranger, new HomeTestInit(1, MobilityOptions.None)));
        Assert.Equal(isProtected ? [] : [Old], _asked);
        Assert.Equal(isProtected ? 1 : 0, _toBeSealed.Count(packet => packet[6] == IpProtocol.MobilityHeader && packet[Ipv6Header.Size + 2] == (byte)MobilityHeaderType.HomeTestInit));
        _asked.Clear();
        _uplink.FromCareOfAddress(new SendFromCareOfAddress(
            Stranger, new CareOfTestInit(1, MobilityOptions.None), new CareOfPlace(Ipv6Address.Parse("2001:db8:6::5"), New, DateTimeOffset.MaxValue)));
        Assert.Equal([New], _asked);
    }

    [NamespaceFact]
    public void Key_exchange_that_is_too_long_for_the_path_is_refused_and_says_nothing_about_the_address()
    {
        using var node = NetworkNamespace.Create();
        using var tun = node.Run(() => TunDevice.Open("dsmip0"));
        var uplink = Uplink(tun);
        uplink.Prepare(NewPath);
        var packet = Packet(IpProtocol.Udp, HomeAddress, 1480);
        uplink.Handle(InBuffer(packet), FrameLayout.Headroom, packet.Length);
        Assert.Equal(1, _drops.Snapshot()["PacketTooBig"]);
        Assert.Equal(0, _unreachable);
    }

    bool IIpsecBoundary.ProtectsReturnRoutability => _protectsReturnRoutability;

    ulong IIpsecBoundary.HighestAccepted => 0;

    ulong? IIpsecBoundary.NextEspNumber => null;

    void IIpsecBoundary.ReserveThrough(ulong number)
    {
    }

    void IIpsecBoundary.Seal(ReadOnlySpan<byte> packet, ISealedPackets output)
    {
        _toBeSealed.Add(packet.ToArray());
        foreach (var what in _sealed) output.Sealed(InBuffer(what), FrameLayout.Headroom, what.Length);
    }

    void IIpsecBoundary.Open(Span<byte> packet, in Ingress ingress, IOpenedPackets output)
    {
    }

    bool IIpsecBoundary.PassesOut(ReadOnlySpan<byte> packet) => true;

    bool IIpsecBoundary.PassesIn(ReadOnlySpan<byte> packet) => true;

    void IDepartures.Announce()
    {
    }

    bool IDepartures.Protects(uint spi) => false;

    Departure IDepartures.Of(ReadOnlySpan<byte> packet) => packet[6] switch
    {
        IpProtocol.Esp => Departure.BindingUpdate,
        IpProtocol.Udp => Departure.Ike,
        _ => Departure.Tunnel,
    };

    void IProtocolEvents.AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, ulong espHighestAccepted)
    {
    }

    void IProtocolEvents.RevocationReceived(BindingRevocationIndication indication, ulong espHighestAccepted)
    {
    }

    void IProtocolEvents.SwitchReceived(HomeAgentSwitch message, ulong espHighestAccepted)
    {
    }

    void IProtocolEvents.BindingErrorReceived()
    {
    }

    void IProtocolEvents.AdvertisementReceived(DsMip.Wire.Icmp.MobilePrefixAdvertisement advertisement, ulong espHighestAccepted)
    {
    }

    void IProtocolEvents.MobilityNotUnderstood()
    {
    }

    void IProtocolEvents.CareOfAddressUnreachable(IpAddress careOf) => _unreachable++;

    void IDisposable.Dispose()
    {
    }

    private Uplink Uplink(TunDevice tun)
    {
        var tunnel = new ReverseTunnel(HomeAgent, Ipv4Address.Parse("192.0.2.2"), new HomeAddresses(HomeAddress, default));
        var senders = new InterfaceSenders(0, index =>
        {
            _asked.Add(index);
            return null;
        });
        return new Uplink(this, tunnel, this, senders, tun, _drops, HomeAgent, Ipv4Address.Parse("192.0.2.2"), 4191, this, new HeldPackets());
    }

    private void Signal() => _uplink.Signalling(new SendBindingUpdate(
        new BindingUpdate(new SequenceNumber(1), BindingUpdateFlags.None, BindingLifetime.Zero, MobilityOptions.None), NewPath));

    private List<int> AskedFor(byte protocol)
    {
        _asked.Clear();
        Handle(Packet(protocol, HomeAddress));
        return [.. _asked];
    }

    private void Handle(byte[] packet) => _uplink.Handle(InBuffer(packet), FrameLayout.Headroom, packet.Length);

    private static byte[] InBuffer(byte[] packet)
    {
        var buffer = new byte[FrameLayout.BufferSize];
        packet.CopyTo(buffer, FrameLayout.Headroom);
        return buffer;
    }

    private static byte[] Packet(byte protocol, Ipv6Address source, int length = 40)
    {
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, protocol, 64, source, HomeAgent).Write(packet);
        return packet;
    }
}
