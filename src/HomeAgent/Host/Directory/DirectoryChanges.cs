using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>What mobile nodes of the store lost from one reading to the next.</summary>
/// <param name="Removed">They are not served any more.</param>
/// <param name="Readdressed">They were changed: they may have another IPv4 home address, or other mobile networks.</param>
public sealed record DirectoryChanges(IReadOnlyList<Ipv6Address> Removed, IReadOnlyList<Ipv6Address> Readdressed)
{
    public static readonly DirectoryChanges None = new([], []);
}
