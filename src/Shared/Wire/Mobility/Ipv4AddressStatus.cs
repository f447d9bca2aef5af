namespace DsMip.Wire.Mobility;

/// <summary>Status of the IPv4 Address Acknowledgement option (RFC 5555 3.2.1).</summary>
public enum Ipv4AddressStatus : byte
{
    Success = 0,
    FailureReasonUnspecified = 128,
    AdministrativelyProhibited = 129,
    IncorrectHomeAddress = 130,
    InvalidAddress = 131,
    DynamicAssignmentUnavailable = 132,
    PrefixAssignmentUnauthorized = 133,
}
