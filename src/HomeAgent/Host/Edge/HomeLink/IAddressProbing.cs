using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>Duplicate address detection on the home link of this edge.</summary>
public interface IAddressProbing
{
    /// <summary>True: nobody there has these addresses. Null: they are not this edge's to ask about.</summary>
    Task<bool?> ProbeAsync(in HomeAddresses home);
}
