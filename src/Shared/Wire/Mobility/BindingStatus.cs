namespace DsMip.Wire.Mobility;

/// <summary>Status of a Binding Acknowledgement (RFC 6275 6.1.8, RFC 3963 4.2, RFC 5555 4.5). 128 and above: the Binding Update was rejected.</summary>
public enum BindingStatus : byte
{
    Accepted = 0,
    AcceptedPrefixDiscoveryNecessary = 1,
    ReasonUnspecified = 128,
    AdministrativelyProhibited = 129,
    InsufficientResources = 130,
    HomeRegistrationNotSupported = 131,
    NotHomeSubnet = 132,
    NotHomeAgentForThisMobileNode = 133,
    DuplicateAddressDetectionFailed = 134,
    SequenceNumberOutOfWindow = 135,
    ExpiredHomeNonceIndex = 136,
    ExpiredCareOfNonceIndex = 137,
    ExpiredNonces = 138,
    RegistrationTypeChangeDisallowed = 139,
    MobileRouterOperationNotPermitted = 140,
    InvalidPrefix = 141,
    NotAuthorizedForPrefix = 142,
    ForwardingSetupFailed = 143,

    /// <summary>The home agent cannot force UDP encapsulation (RFC 5555 4.5).</summary>
    CannotForceUdpEncapsulation = 144,
    InvalidCareOfAddress = 174,
}
