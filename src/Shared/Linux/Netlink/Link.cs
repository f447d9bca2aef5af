namespace DsMip.Linux.Netlink;

/// <summary>A network interface.</summary>
/// <param name="Kind">Driver kind such as "tun", "veth", "bridge"; empty for hardware and loopback.</param>
/// <param name="IsUp">Administratively up (IFF_UP).</param>
/// <param name="HasCarrier">The cable is in, the radio is associated, the TUN is held by a process.</param>
/// <param name="Mtu">Bytes.</param>
public readonly record struct Link(int Index, string Name, string Kind, bool IsUp, bool HasCarrier, bool IsLoopback, int Mtu)
{
    /// <summary>How often the carrier was lost so far: tells that the link went away and came back even if nobody looked meanwhile.</summary>
    public uint CarrierLosses { get; init; }

    /// <summary>Frames can pass.</summary>
    public bool IsRunning => IsUp && HasCarrier;
}
