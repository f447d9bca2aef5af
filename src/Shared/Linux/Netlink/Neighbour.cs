using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>An entry of the neighbour cache (ARP, or RFC 4861 5.1).</summary>
public readonly record struct Neighbour(int InterfaceIndex, IpAddress Address, NeighbourState State)
{
    public override string ToString() => $"{Address} on interface {InterfaceIndex}";
}

/// <summary>ndm_state.</summary>
[Flags]
public enum NeighbourState : ushort
{
    None = 0,

    /// <summary>Being looked for; packets wait for it.</summary>
    Incomplete = 0x01,
    Reachable = 0x02,
    Stale = 0x04,
    Delay = 0x08,
    Probe = 0x10,
    Failed = 0x20,
    NoArp = 0x40,
    Permanent = 0x80,
}
