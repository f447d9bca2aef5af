namespace DsMip.NativeIpsec;

/// <summary>What an SA between a home address and its home agent is for (RFC 4877 4.1).</summary>
public enum AssociationPurpose
{
    /// <summary>Not for mobility.</summary>
    Other = 0,

    /// <summary>Binding Updates and Acknowledgements: transport mode, Mobility Header.</summary>
    Signalling = 1,

    /// <summary>Home Test Init and Home Test, forwarded: tunnel mode, Mobility Header.</summary>
    ReturnRoutability = 2,

    /// <summary>Mobile Prefix Solicitations and Advertisements: transport mode, ICMPv6.</summary>
    PrefixDiscovery = 3,

    /// <summary>Everything else: tunnel mode.</summary>
    Payload = 4,
}
