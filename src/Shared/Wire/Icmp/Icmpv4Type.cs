namespace DsMip.Wire.Icmp;

/// <summary>ICMP Type (RFC 792): the errors that a tunnel meets.</summary>
public enum Icmpv4Type : byte
{
    DestinationUnreachable = 3,
    TimeExceeded = 11,
}
