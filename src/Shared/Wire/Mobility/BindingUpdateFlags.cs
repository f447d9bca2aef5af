namespace DsMip.Wire.Mobility;

/// <summary>Flags of the Binding Update as they lie in its 16-bit flag field (RFC 6275 6.1.7, RFC 3963 4.1, RFC 5213 8.1, RFC 5555 3.1.3).</summary>
[Flags]
public enum BindingUpdateFlags : ushort
{
    None = 0,
    Acknowledge = 0x8000,
    HomeRegistration = 0x4000,
    LinkLocalAddressCompatibility = 0x2000,
    KeyManagementMobilityCapability = 0x1000,
    MapRegistration = 0x0800,
    MobileRouter = 0x0400,
    ProxyRegistration = 0x0200,

    /// <summary>F: the mobile node asks for UDP encapsulation (RFC 5555 3.1.3).</summary>
    ForceUdpEncapsulation = 0x0100,
}
