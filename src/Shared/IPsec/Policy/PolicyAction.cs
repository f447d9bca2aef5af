namespace DsMip.IPsec;

/// <summary>The processing choices of RFC 4301 4.4.1.</summary>
public enum PolicyAction : byte
{
    Discard,
    Bypass,
    Protect,
}
