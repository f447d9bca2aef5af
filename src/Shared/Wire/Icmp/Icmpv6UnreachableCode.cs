namespace DsMip.Wire.Icmp;

/// <summary>Code of an ICMPv6 Destination Unreachable (RFC 4443 3.1).</summary>
public enum Icmpv6UnreachableCode : byte
{
    NoRoute = 0,
    AdministrativelyProhibited = 1,
    BeyondScopeOfSource = 2,
    AddressUnreachable = 3,
    PortUnreachable = 4,
    SourceAddressFailedPolicy = 5,
    RejectRoute = 6,
}
