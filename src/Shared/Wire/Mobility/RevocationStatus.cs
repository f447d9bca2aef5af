namespace DsMip.Wire.Mobility;

/// <summary>Status of a Binding Revocation Acknowledgement (RFC 5846 5.2, 12). From 128 on the indication was rejected.</summary>
public enum RevocationStatus : byte
{
    Success = 0,
    PartialSuccess = 1,
    BindingDoesNotExist = 128,
    Ipv4HomeAddressOptionRequired = 129,
    GlobalRevocationNotAuthorized = 130,
    RevokedMobileNodesIdentityRequired = 131,
    RevocationFailedMobileNodeIsAttached = 132,
    RevocationTriggerNotSupported = 133,
    RevocationFunctionNotSupported = 134,
    ProxyBindingRevocationNotSupported = 135,
}
