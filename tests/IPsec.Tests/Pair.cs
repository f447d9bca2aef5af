using DsMip.Wire;

namespace DsMip.IPsec.Tests;

/// <summary>Alice, who seals, and Bob, who opens: one SA between two hosts that share nothing else.</summary>
internal sealed class Pair : IDisposable
{
    private static readonly Ipv6Address OuterAlice = Ipv6Address.Parse("2001:db8:a::1");
    private static readonly Ipv6Address OuterBob = Ipv6Address.Parse("2001:db8:b::1");

    private readonly SecurityAssociationDatabase _aliceSad = new();
    private readonly SecurityAssociationDatabase _bobSad = new();
    private readonly RecordingSink _alice = new();
    private readonly BitsPath _alicePath;
    private readonly BitsPath _bobPath;

    public Pair(
        EspSuite suite = EspSuite.AesGcm128,
        IpsecMode mode = IpsecMode.Transport,
        bool extended = true,
        TrafficSelector outbound = default,
        TrafficSelector inbound = default,
        int window = 64,
        TunnelEndpoints? tunnel = null)
    {
        tunnel ??= mode == IpsecMode.Tunnel ? new TunnelEndpoints(OuterAlice, OuterBob) : null;
        TunnelEndpoints? reverse = tunnel is { } t ? new TunnelEndpoints(t.Remote, t.Local) : null;
        Outbound = new OutboundSecurityAssociation(Keys.For(suite, extended: extended), outbound, tunnel);
        Inbound = new InboundSecurityAssociation(Keys.For(suite, extended: extended), inbound, reverse, window);
        Assert.True(_aliceSad.TryAdd(Outbound, out _));
        Assert.True(_bobSad.TryAdd(Inbound, out _));
        var policies = new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Both, default, tunnel is null ? IpsecMode.Transport : IpsecMode.Tunnel));
        _alicePath = new BitsPath(_aliceSad, policies, _alice);
        _bobPath = new BitsPath(_bobSad, policies, Bob);
    }

    public OutboundSecurityAssociation Outbound { get; }
    public InboundSecurityAssociation Inbound { get; }
    public RecordingSink Bob { get; } = new();

    public byte[] Seal(ReadOnlySpan<byte> packet)
    {
        _alicePath.Outbound(packet);
        Assert.Empty(_alice.Discards);
        return _alice.Sealed[^1];
    }

    public IpsecDiscard WhyNotSealed(ReadOnlySpan<byte> packet)
    {
        var before = _alice.Sealed.Count;
        _alicePath.Outbound(packet);
        Assert.Equal(before, _alice.Sealed.Count);
        return _alice.Discards[^1];
    }

    /// <summary>The opened packet, or the reason why there is none.</summary>
    public (byte[]? Packet, IpsecDiscard Why) Open(ReadOnlySpan<byte> packet)
    {
        var (cleared, discards) = (Bob.Cleared.Count, Bob.Discards.Count);
        _bobPath.Inbound(packet);
        Assert.Equal(cleared + discards + 1, Bob.Cleared.Count + Bob.Discards.Count);
        return Bob.Cleared.Count > cleared ? (Bob.Cleared[^1], IpsecDiscard.None) : (null, Bob.Discards[^1]);
    }

    public void Dispose()
    {
        _aliceSad.Dispose();
        _bobSad.Dispose();
    }
}
