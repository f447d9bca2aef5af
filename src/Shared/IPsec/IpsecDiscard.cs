namespace DsMip.IPsec;

/// <summary>Auditable reasons for which IPsec discards a packet (RFC 4301 5.1, 5.2; RFC 4303 3.4).</summary>
public enum IpsecDiscard : byte
{
    None = 0,
    Malformed,

    /// <summary>No SA with this SPI (RFC 4303 3.4.2).</summary>
    UnknownSpi,

    /// <summary>Sequence number seen before or left of the window (RFC 4303 3.4.3).</summary>
    Replay,

    /// <summary>Integrity check failed (RFC 4303 3.4.4).</summary>
    IntegrityFailure,

    /// <summary>Padding or Next Header of the decrypted packet is wrong.</summary>
    BadTrailer,

    /// <summary>The packet that came out does not match the selectors of its SA (RFC 4301 5.2 step 4).</summary>
    SelectorMismatch,

    /// <summary>Policy asks for protection and the packet came without.</summary>
    ProtectionRequired,

    /// <summary>The policy entry says DISCARD.</summary>
    PolicyDiscard,

    /// <summary>No policy entry matches.</summary>
    NoPolicy,

    /// <summary>Policy asks for protection and there is no SA to give it.</summary>
    NoSecurityAssociation,

    /// <summary>The sequence counter would cycle (RFC 4303 3.3.3), or has used up the numbers reserved for it.</summary>
    SequenceOverflow,

    /// <summary>A fragment where RFC 4303 3.3.4 and 3.4.1 ask for a whole packet.</summary>
    Fragment,

    /// <summary>Sealed it would be longer than an IP packet can be.</summary>
    TooBig,

    /// <summary>A dummy packet (Next Header 59, RFC 4303 2.6): authentic, meant to be thrown away.</summary>
    Dummy,

    /// <summary>Congestion was marked on the tunnel of a packet that cannot carry the mark (RFC 6040 4.2).</summary>
    CongestionNotCapable,

    /// <summary>The implementation does not take packets now: an interface of it is down, or a queue is full.</summary>
    Unavailable,
}
