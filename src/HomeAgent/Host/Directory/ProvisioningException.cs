namespace DsMip.HomeAgent.Directory;

/// <summary>Why the mobile nodes of the store stay as they were.</summary>
/// <param name="key">What is wrong of what was given, as an element of <c>MobileNodes</c> names it; null: nothing of it.</param>
public sealed class ProvisioningException(ProvisioningFault fault, string reason, string? key = null) : Exception(reason)
{
    public ProvisioningFault Fault { get; } = fault;

    public string? Key { get; } = key;
}

public enum ProvisioningFault
{
    /// <summary>It cannot be so, whatever else is there.</summary>
    Impossible,

    /// <summary>Something else is there already, or another one than was thought.</summary>
    Conflict,

    NotFound,

    /// <summary>This home agent is not set up for it.</summary>
    Unavailable,
}
