using DsMip.Wire;

namespace DsMip.Load;

/// <summary>A binding as the cluster holds it.</summary>
/// <param name="Remote">Outer address that the Binding Update came from.</param>
/// <param name="Port">Its UDP port; null: not told.</param>
/// <param name="InForce">Not ended by a Binding Update with lifetime 0.</param>
/// <param name="Ipv4">The IPv4 home address, as a /32, and IPv4 prefixes of mobile networks.</param>
public sealed record HeldBinding(
    Ipv6Address HomeAddress, ushort Sequence, IpAddress CareOfAddress, IpAddress Remote, ushort? Port, DateTimeOffset Expires, bool InForce,
    IReadOnlyList<Ipv4Prefix> Ipv4)
{
    /// <summary>Those of them that are leased rather than provisioned; not told by the API.</summary>
    public IReadOnlyList<Ipv4Prefix> Leased { get; init; } = [];
}
