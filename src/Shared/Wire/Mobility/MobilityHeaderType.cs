namespace DsMip.Wire.Mobility;

/// <summary>MH Type (RFC 6275 6.1.1).</summary>
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
}
