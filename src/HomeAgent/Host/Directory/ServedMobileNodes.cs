using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>Those of the configuration, those who got their home address by IKE, and those of the store. Who is in several is served as the first says.</summary>
public sealed class ServedMobileNodes(ConfiguredMobileNodes configured, BootstrappedMobileNodes bootstrapped, StoredMobileNodes stored) : IMobileNodeDirectory
{
    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node) =>
        configured.TryFind(homeAddress, out node) || bootstrapped.TryFind(homeAddress, out node) || stored.TryFind(homeAddress, out node);

    public bool Contains(Ipv6Address homeAddress) => configured.Contains(homeAddress) || bootstrapped.TryFind(homeAddress, out _) || stored.Contains(homeAddress);

    public bool TryFindOwner(uint spi, out Ipv6Address homeAddress) => configured.TryFindOwner(spi, out homeAddress) || stored.TryFindOwner(spi, out homeAddress);

    public long RevisionOf(Ipv6Address homeAddress) =>
        configured.Contains(homeAddress) ? 0 : bootstrapped.RevisionOf(homeAddress) is > 0 and var revision ? revision : stored.RevisionOf(homeAddress);
}
