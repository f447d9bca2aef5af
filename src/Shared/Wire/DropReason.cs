namespace DsMip.Wire;

/// <summary>Why a frame or a message was dropped. The name is the label of the drop counter: rename one and dashboards lose it.</summary>
public enum DropReason : byte
{
    None = 0,

    // Frames (RFC 8200, RFC 791, RFC 768)
    Truncated,
    BadVersion,
    BadLength,
    BadChecksum,
    UnknownNextHeader,
    FragmentNotSupported,
    TooManyExtensionHeaders,
    TimeToLiveExceeded,
    PacketTooBig,
    BadSourceAddress,
    NotForUs,

    // Mobility Header and its options (RFC 6275 6.1, 9.2)
    BadPayloadProto,
    BadHeaderLength,
    UnknownMobilityHeaderType,
    BadMobilityOption,
    BadHomeAddressOption,
    BadRoutingHeader,
    BadReservedField,

    // Admission and tunnel (RFC 6275 10.4.5, RFC 5555 4.1)
    UnprotectedSignalling,
    UnprotectedPayload,
    UnknownSecurityParametersIndex,
    SecurityFailure,
    ReplayedPacket,
    SelectorMismatch,
    UnknownHomeAddress,
    NoBinding,
    OuterSourceMismatch,
    InnerSourceMismatch,
    TunnelLoop,
    Redirect,
    CongestionExperienced,
    RateLimited,
    UnknownTag,
    QueueFull,
    NoCluster,

    // Kernel IPsec at several edges
    OwnerUnknown,
    EdgeUnreachable,
    SteeredTwice,
    NumbersNotClaimed,

    // IKE and ESP in UDP (RFC 7296 2.23, RFC 3948 2)
    KeyExchange,
    NotKeyExchange,
    NatKeepalive,

    // Protocol module (RFC 6275 9.5, 10.3, 11.7)
    BadCareOfAddress,
    NotHomeRegistration,
    UnexpectedMessage,
    StaleSequenceNumber,
    StaleMessage,
    Unreachable,
}
