namespace DsMip.Wire;

/// <summary>UDP ports with a meaning of their own.</summary>
public static class Port
{
    /// <summary>UDP-encapsulated DSMIPv6 (RFC 5555 4.1).</summary>
    public const ushort DsMip = 4191;

    /// <summary>IKEv2 (RFC 7296 2).</summary>
    public const ushort KeyExchange = 500;

    /// <summary>IKEv2 and UDP-encapsulated ESP (RFC 3948).</summary>
    public const ushort IpsecNatTraversal = 4500;
}
