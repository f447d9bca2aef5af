namespace DsMip.HomeAgent.Core;

/// <summary>What duplicate address detection on the home link has found out (RFC 6275 10.3.1).</summary>
public enum HomeAddressUniqueness
{
    /// <summary>Nobody was asked: the home link is virtual, or it is not the first Binding Update.</summary>
    NotAsked,

    Unique,

    /// <summary>Another node of the home link has the home address: status 134.</summary>
    Duplicate,

    /// <summary>The home link could not be asked in time: status 130, and the mobile node tries again.</summary>
    Unknown,
}
