namespace DsMip.Wire.Mobility;

/// <summary>Why a binding is revoked (RFC 5846 5.1, 12). Below 128 of one mobile node; others are of many at once, and not for mobile nodes.</summary>
public enum RevocationTrigger : byte
{
    Unspecified = 0,
    AdministrativeReason = 1,
    InterMagHandoverSameAccessType = 2,
    InterMagHandoverDifferentAccessType = 3,
    InterMagHandoverUnknown = 4,
    UserInitiatedSessionTermination = 5,
    AccessNetworkSessionTermination = 6,
    PossibleOutOfSyncBceState = 7,
    PerPeerPolicy = 128,
    RevokingMobilityNodeLocalPolicy = 129,
}
