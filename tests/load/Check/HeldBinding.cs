using DsMip.Wire;

namespace DsMip.Load;

/// <summary>A binding as the cluster holds it.</summary>
/// <param name="Remote">Outer address that the Binding Update came from.</param>
/// <param name="Port">Its UDP port; null: not told.</param>
/// <param name="InForce">Not ended by a Binding Update with lifetime 0.</param>
/// <param name="Ipv4HomeAddress">Null: none.</param>
public sealed record HeldBinding(
    Ipv6Address HomeAddress, ushort Sequence, IpAddress CareOfAddress, IpAddress Remote, ushort? Port, DateTimeOffset Expires, bool InForce,
    Ipv4Address? Ipv4HomeAddress)
{
    /// <summary>The IPv4 home address is leased rather than provisioned; not told by the API.</summary>
    public bool IsLeased { get; init; }
}
