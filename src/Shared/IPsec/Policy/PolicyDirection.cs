namespace DsMip.IPsec;

/// <summary>Which traffic an entry is about: SPD-O, SPD-I or both (RFC 4301 4.4.1).</summary>
[Flags]
public enum PolicyDirection : byte
{
    None = 0,
    Outbound = 1,
    Inbound = 2,
    Both = Outbound | Inbound,
}
