namespace DsMip.Wire.Mobility;

/// <summary>Flag byte of the Binding Acknowledgement (RFC 6275 6.1.8, RFC 3963 4.2).</summary>
[Flags]
public enum BindingAcknowledgementFlags : byte
{
    None = 0,
    KeyManagementMobilityCapability = 0x80,
    MobileRouter = 0x40,
}
