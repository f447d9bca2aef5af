namespace DsMip.MobileNode.Core;

/// <summary>Where a mobile node stands, in one word.</summary>
public enum RegistrationState : byte
{
    /// <summary>No care-of address and not at home.</summary>
    NoNetwork = 0,

    /// <summary>At home, and the home agent has no binding of ours.</summary>
    Home,

    /// <summary>At home; the home agent has not acknowledged yet that the binding is gone.</summary>
    Deregistering,

    /// <summary>Away; the home agent has not acknowledged the current care-of address yet.</summary>
    Registering,

    /// <summary>Away, and bound to the current care-of address.</summary>
    Registered,

    /// <summary>Away; the home agent has ended the binding for good, and none is asked for before the next start.</summary>
    Revoked,
}
