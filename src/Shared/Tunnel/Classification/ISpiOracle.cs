using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// What an IPsec implementation can be asked about its SAs without being changed: at the mobile node about outbound ones (RFC 4301 4.4.2: SPD-S
/// entries point to them), at the home agent about inbound ones (RFC 4301 4.4.2.1: an SA holds its traffic selectors).
/// </summary>
public interface ISpiOracle
{
    /// <summary>Is this the SPI of an SA for Binding Updates (protocol Mobility Header, type 5)?</summary>
    /// <param name="homeAddress">The home address in the SA's selectors.</param>
    bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress);
}
