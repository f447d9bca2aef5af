namespace DsMip.Wire.Mobility;

/// <summary>Flag field of Binding Revocation Messages (RFC 5846 5.1, 5.2).</summary>
[Flags]
public enum BindingRevocationFlags : ushort
{
    None = 0,
    ProxyBinding = 0x8000,
    Ipv4HomeAddressBindingOnly = 0x4000,
    Global = 0x2000,
}
