using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.IPsec;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>A kernel says nothing about what it discards, and is asked.</summary>
public sealed class CountedKernelPathTests : IIpsecPath, IIpsecSink, IKernelAssociations
{
    private const uint Spi = 0x1234;
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private readonly HashSet<uint> _accepted = [];
    private readonly CountedKernelPath _path;
    private IpsecDiscard _discarded;
    private bool _authentic = true;
    private bool _hasWindow = true;
    private int _entered;
    private int _questions;
    private readonly ManualClock _clock = new();

    public CountedKernelPathTests() => _path = new CountedKernelPath(this, this, this, _clock);

    [Fact]
    public void What_is_accepted_is_not_discarded_although_nothing_has_come_out_yet()
    {
        Assert.Equal(IpsecDiscard.None, Enter(Spi, 1));
        Assert.Equal(1, _entered);
    }

    [Fact]
    public void A_copy_does_not_even_get_to_the_kernel()
    {
        Enter(Spi, 1);
        Assert.Equal(IpsecDiscard.Replay, Enter(Spi, 1));
        Assert.Equal(1, _entered);
    }

    [Fact]
    public void What_the_kernel_did_not_accept_was_not_authentic()
    {
        _authentic = false;
        Assert.Equal(IpsecDiscard.IntegrityFailure, Enter(Spi, 1));
    }

    /// <summary>As ip(8) makes them if it is not told otherwise.</summary>
    [Fact]
    public void Of_an_association_without_replay_window_the_packet_counter_tells()
    {
        _hasWindow = false;
        Assert.Equal(IpsecDiscard.None, Enter(Spi, 1));
        _authentic = false;
        Assert.Equal(IpsecDiscard.IntegrityFailure, Enter(Spi, 2));
    }

    [Fact]
    public void A_flood_makes_nobody_ask_the_kernel_for_ever_and_gets_there_uncounted()
    {
        _authentic = false;
        for (var i = 1u; i <= 10_000; i++) Enter(Spi, i);
        Assert.Equal(10_000, _entered);
        Assert.InRange(_questions, 1000, 4000);
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(IpsecDiscard.IntegrityFailure, Enter(Spi, 10_001));
    }

    [Fact]
    public void Nobody_s_spi_is_told_as_such()
    {
        Assert.Equal(IpsecDiscard.UnknownSpi, Enter(99, 1));
        Assert.Equal(0, _entered);
    }

    void IIpsecPath.Inbound(ReadOnlySpan<byte> packet)
    {
        _entered++;
        if (_authentic) _accepted.Add(BinaryPrimitives.ReadUInt32BigEndian(packet[(Ipv6Header.Size + 4)..]));
    }

    void IIpsecPath.Outbound(ReadOnlySpan<byte> packet) => Assert.Fail("nothing leaves");

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => Assert.Fail("nothing comes out");

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => Assert.Fail("nothing leaves");

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => _discarded = why;

    bool IKernelAssociations.TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association)
    {
        association = spi == Spi ? new KernelAssociation(new XfrmStateId(HomeAgent, Spi), Alice, Alice, AssociationPurpose.Signalling, XfrmMode.Transport, true, "") : null;
        return association is not null;
    }

    bool IKernelAssociations.TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association)
    {
        association = null;
        return false;
    }

    XfrmReplay? IKernelAssociations.Numbers(KernelAssociation association)
    {
        _questions++;
        return KernelNumbering.Of(_accepted, _hasWindow);
    }

    private IpsecDiscard Enter(uint spi, uint number)
    {
        var packet = new byte[Ipv6Header.Size + 24];
        new Ipv6Header(0, 0, 24, IpProtocol.Esp, 64, Alice, HomeAgent).Write(packet);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(Ipv6Header.Size), spi);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(Ipv6Header.Size + 4), number);
        _discarded = IpsecDiscard.None;
        _path.Inbound(packet);
        return _discarded;
    }
}
