namespace DsMip.Wire.Icmp;

/// <summary>Code of an ICMPv6 Parameter Problem (RFC 4443 3.4).</summary>
public enum Icmpv6ParameterProblemCode : byte
{
    ErroneousHeaderField = 0,
    UnrecognizedNextHeader = 1,
    UnrecognizedOption = 2,
}
