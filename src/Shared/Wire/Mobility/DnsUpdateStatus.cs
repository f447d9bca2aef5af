namespace DsMip.Wire.Mobility;

/// <summary>What became of a dynamic DNS update (RFC 5026 8.1). Below 128 it was done.</summary>
public enum DnsUpdateStatus : byte
{
    Performed = 0,
    ReasonUnspecified = 128,
    AdministrativelyProhibited = 129,
    UpdateFailed = 130,
}
