namespace DsMip.Tunnel;

/// <summary>How a packet enters a tunnel.</summary>
/// <param name="PathMtu">Largest outer packet that the path to the tunnel's far end takes, bytes; 0: not known, Ethernet's 1500.</param>
/// <param name="Forwards">
/// We are the router that forwards the packet into the tunnel and nobody has decremented its hop limit yet (RFC 2473 3.1). False for packets of
/// our own and for those that the kernel forwarded into the TUN interface.
/// </param>
public readonly record struct TunnelEntry(int PathMtu = 0, bool Forwards = false)
{
    private const int Ethernet = 1500;

    /// <summary>What is left for the packet inside.</summary>
    public int TunnelMtu(Encapsulation encapsulation) => Tunnel.TunnelMtu.Of(encapsulation, PathMtu == 0 ? Ethernet : PathMtu);
}
