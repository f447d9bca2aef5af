namespace DsMip.IPsec;

/// <summary>
/// An IPsec implementation (RFC 4301) as its surroundings see it: IP packets go in on one side and come out on the other, maybe later and
/// on another thread. It knows addresses, protocols and SPIs, and nothing of what the packets are for.
/// </summary>
public interface IIpsecPath
{
    /// <summary>A complete IP packet from the unprotected side. Ends in <see cref="IIpsecSink.Clear"/> or <see cref="IIpsecSink.Discarded"/>.</summary>
    void Inbound(ReadOnlySpan<byte> packet);

    /// <summary>A complete IP packet from the protected side. Ends in <see cref="IIpsecSink.Protected"/> or <see cref="IIpsecSink.Discarded"/>.</summary>
    void Outbound(ReadOnlySpan<byte> packet);
}
