using System.Buffers.Binary;

namespace DsMip.IPsec;

/// <summary>An SA that opens packets (RFC 4303 3.4). One call at a time.</summary>
/// <param name="selector">What may come out of it (RFC 4301 5.2 step 4).</param>
/// <param name="tunnel">Outer addresses; null in transport mode.</param>
/// <param name="window">What has come so far: it may outlive this object, and so may belong to the SA before this one with the same keys.</param>
public sealed class InboundSecurityAssociation(
    SecurityAssociationParameters parameters, TrafficSelector selector, TunnelEndpoints? tunnel, AntiReplayWindow window)
    : IDisposable
{
    private readonly IEspTransform _transform = EspTransform.Create(parameters);
    private readonly AntiReplayWindow _window = window;

    /// <param name="parameters">Keys and numbers.</param>
    /// <param name="selector">What may come out of it (RFC 4301 5.2 step 4).</param>
    /// <param name="tunnel">Outer addresses; null in transport mode.</param>
    /// <param name="windowSize">Size of the anti-replay window: a multiple of 64, from 64 to 1024.</param>
    public InboundSecurityAssociation(
        SecurityAssociationParameters parameters, TrafficSelector selector, TunnelEndpoints? tunnel = null, int windowSize = AntiReplayWindow.MinimumSize)
        : this(parameters, selector, tunnel, new AntiReplayWindow(windowSize))
    {
    }

    public SecurityAssociationParameters Parameters { get; } = parameters;
    public Spi Spi => Parameters.Spi;
    public TrafficSelector Selector { get; } = selector;

    /// <summary>Other traffic between the same ends that it may carry: the selectors of an SA are a list (RFC 4301 4.4.1.2). Null: none.</summary>
    public TrafficSelector? Second { get; init; }

    internal bool MayCarry(in PacketSelectors packet) => Selector.Matches(packet) || Second?.Matches(packet) == true;

    public TunnelEndpoints? Tunnel { get; } = tunnel;
    public IpsecMode Mode => Tunnel is null ? IpsecMode.Transport : IpsecMode.Tunnel;

    /// <summary>The highest sequence number accepted; what a restart has to remember.</summary>
    public ulong HighestAccepted => _window.Highest;

    /// <summary>Makes every number up to this one a replay.</summary>
    public void RestoreHighest(ulong highest) => _window.RestoreHighest(highest);

    public void Dispose() => _transform.Dispose();

    /// <summary>Opens in place. A payload comes out with <see cref="IpsecDiscard.None"/> only; the window moves for authentic packets only.</summary>
    internal IpsecDiscard Open(byte[] buffer, int offset, int length, out EspPayload payload)
    {
        payload = default;
        var profile = Parameters.Profile;
        var body = length - EspFrame.HeaderLength - profile.IvLength - profile.IcvLength;
        if (body < EspTrailer.Length || body % profile.Alignment != 0) return IpsecDiscard.Malformed;
        if (!TryFreshSequence(BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(offset + 4)), out var sequence)) return IpsecDiscard.Replay;

        var frame = new EspFrame(buffer, offset, body, sequence, profile);
        if (!_transform.TryOpen(frame)) return IpsecDiscard.IntegrityFailure;
        _window.Accept(sequence);

        if (!EspTrailer.TryRead(frame.Body, out var payloadLength, out var nextHeader)) return IpsecDiscard.BadTrailer;
        payload = new EspPayload(frame.BodyOffset, payloadLength, nextHeader);
        return IpsecDiscard.None;
    }

    private bool TryFreshSequence(uint low, out ulong sequence)
    {
        sequence = low;
        if (Parameters.ExtendedSequenceNumbers && !_window.TryInfer(low, out sequence)) return false;
        return _window.IsFresh(sequence);
    }
}
