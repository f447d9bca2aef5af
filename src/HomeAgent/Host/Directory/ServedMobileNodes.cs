using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>Those of the configuration and those of the store. Who is in both is served as configured.</summary>
public sealed class ServedMobileNodes(ConfiguredMobileNodes configured, StoredMobileNodes stored) : IMobileNodeDirectory
{
    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node) =>
        configured.TryFind(homeAddress, out node) || stored.TryFind(homeAddress, out node);

    public bool Contains(Ipv6Address homeAddress) => configured.Contains(homeAddress) || stored.Contains(homeAddress);

    public bool TryFindOwner(uint spi, out Ipv6Address homeAddress) => configured.TryFindOwner(spi, out homeAddress) || stored.TryFindOwner(spi, out homeAddress);

    public long RevisionOf(Ipv6Address homeAddress) => configured.Contains(homeAddress) ? 0 : stored.RevisionOf(homeAddress);
}
