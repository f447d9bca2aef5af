namespace DsMip.IPsec;

/// <summary>An SA that seals packets (RFC 4303 3.3). One call at a time.</summary>
public sealed class OutboundSecurityAssociation(SecurityAssociationParameters parameters, TrafficSelector selector, TunnelEndpoints? tunnel = null)
    : IDisposable
{
    private readonly IEspTransform _transform = EspTransform.Create(parameters);

    public SecurityAssociationParameters Parameters { get; } = parameters;
    public Spi Spi => Parameters.Spi;

    /// <summary>The traffic it is for.</summary>
    public TrafficSelector Selector { get; } = selector;

    /// <summary>Other traffic between the same ends that it is for; null: none.</summary>
    public TrafficSelector? Second { get; init; }

    internal bool IsFor(in PacketSelectors packet, in TrafficSelector policy) =>
        (Selector.Matches(packet) && policy.Contains(Selector)) || (Second is { } second && second.Matches(packet) && policy.Contains(second));

    /// <summary>Outer addresses; null in transport mode.</summary>
    public TunnelEndpoints? Tunnel { get; } = tunnel;

    public IpsecMode Mode => Tunnel is null ? IpsecMode.Transport : IpsecMode.Tunnel;

    public SequenceCounter Sequence { get; } = new(parameters.ExtendedSequenceNumbers);

    public void Dispose() => _transform.Dispose();

    /// <summary>Bytes between the start of ESP and the payload.</summary>
    internal int PayloadOffset => EspFrame.HeaderLength + Parameters.Profile.IvLength;

    internal int SealedLength(int payload) =>
        PayloadOffset + EspTrailer.BodyLength(payload, Parameters.Profile.Alignment) + Parameters.Profile.IcvLength;

    /// <summary>Seals the payload that lies <see cref="PayloadOffset"/> bytes after <paramref name="offset"/>; false if no number is left.</summary>
    internal bool TrySeal(byte[] buffer, int offset, int payload, byte nextHeader)
    {
        if (!Sequence.TryTake(out var sequence)) return false;
        var profile = Parameters.Profile;
        var frame = new EspFrame(buffer, offset, EspTrailer.BodyLength(payload, profile.Alignment), sequence, profile);
        frame.WriteHeader(Spi);
        EspTrailer.Write(frame.Body, payload, nextHeader);
        _transform.Seal(frame);
        return true;
    }
}
