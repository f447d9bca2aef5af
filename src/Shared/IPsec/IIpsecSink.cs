namespace DsMip.IPsec;

/// <summary>Receives what an <see cref="IIpsecPath"/> lets out. The spans are valid during the call only.</summary>
public interface IIpsecSink
{
    /// <summary>A packet for the protected side: decrypted and checked against its SA's selectors, or bypassed by policy. The flow label of a
    /// transport-mode IPv6 packet is as it was on the way in.</summary>
    void Clear(ReadOnlySpan<byte> packet);

    /// <summary>A packet for the unprotected side: sealed, or bypassed by policy.</summary>
    void Protected(ReadOnlySpan<byte> packet);

    /// <summary>A packet that went no further, with the auditable reason (RFC 4301 4.4.1, 5.1, 5.2).</summary>
    void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why);
}
