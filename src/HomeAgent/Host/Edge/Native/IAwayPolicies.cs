using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>What is in the kernel for a mobile node while it is away.</summary>
internal interface IAwayPolicies
{
    /// <exception cref="Linux.LinuxException">The kernel refuses.</exception>
    void Install(in HomeAddresses home, bool protectsPayload);

    /// <param name="kept">Is in force instead: what it needs stays.</param>
    /// <inheritdoc cref="Install"/>
    void Remove(in HomeAddresses home, bool protectsPayload, HomeAddresses? kept = null);
}
