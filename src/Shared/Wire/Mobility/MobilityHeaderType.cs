namespace DsMip.Wire.Mobility;

/// <summary>MH Type (RFC 6275 6.1.1, RFC 5142 4, RFC 5846 5). Those that are not here are not known to us.</summary>
public enum MobilityHeaderType : byte
{
    BindingRefreshRequest = 0,
    HomeTestInit = 1,
    CareOfTestInit = 2,
    HomeTest = 3,
    CareOfTest = 4,
    BindingUpdate = 5,
    BindingAcknowledgement = 6,
    BindingError = 7,
    HomeAgentSwitch = 12,
    BindingRevocation = 16,
}
