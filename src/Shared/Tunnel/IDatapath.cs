namespace DsMip.Tunnel;

/// <summary>Where packets are forwarded: told of tunnels, never asked. Versions of a home address only grow; a stale call changes nothing.</summary>
public interface IDatapath
{
    /// <summary>The tunnel is in force when this returns.</summary>
    /// <param name="expires">From this moment on the tunnel does not forward, whether or not <see cref="Remove"/> was called.</param>
    void Put(in HomeAddresses home, in BidirectionalTunnel tunnel, long version, DateTimeOffset expires);

    void Remove(in HomeAddresses home, long version);
}
