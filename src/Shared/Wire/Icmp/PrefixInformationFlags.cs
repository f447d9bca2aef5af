namespace DsMip.Wire.Icmp;

/// <summary>Flags of the Prefix Information option (RFC 4861 4.6.2, RFC 6275 7.2).</summary>
[Flags]
public enum PrefixInformationFlags : byte
{
    None = 0,
    OnLink = 0x80,
    AutonomousAddressConfiguration = 0x40,

    /// <summary>R: the Prefix field holds a router's complete address.</summary>
    RouterAddress = 0x20,
}
