namespace DsMip.Wire.Icmp;

/// <summary>ICMP Type (RFC 792): what a tunnel meets.</summary>
public enum Icmpv4Type : byte
{
    DestinationUnreachable = 3,
    Redirect = 5,
    TimeExceeded = 11,
}
