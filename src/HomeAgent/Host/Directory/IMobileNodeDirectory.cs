using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>The mobile nodes that this home agent serves. They may change at any time; every answer is that of the moment.</summary>
public interface IMobileNodeDirectory
{
    bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node);

    /// <summary>As <see cref="TryFind"/>, for who does not need its keys.</summary>
    bool Contains(Ipv6Address homeAddress);

    /// <summary>Whose Binding Updates an SA with this SPI protects.</summary>
    bool TryFindOwner(uint spi, out Ipv6Address homeAddress);

    /// <summary>Another number than before: the mobile node was changed, added or removed.</summary>
    long RevisionOf(Ipv6Address homeAddress);
}
