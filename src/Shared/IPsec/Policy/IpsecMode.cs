namespace DsMip.IPsec;

/// <summary>RFC 4301 4.1.</summary>
public enum IpsecMode : byte
{
    Transport,
    Tunnel,
}
