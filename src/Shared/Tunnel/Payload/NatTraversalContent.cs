namespace DsMip.Tunnel;

/// <summary>What a datagram of UDP port 4500 holds (RFC 3948 2).</summary>
public enum NatTraversalContent : byte
{
    /// <summary>None of the others.</summary>
    Malformed,

    Esp,

    /// <summary>IKE behind a non-ESP marker.</summary>
    KeyExchange,

    Keepalive,
}
