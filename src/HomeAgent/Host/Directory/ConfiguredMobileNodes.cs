using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>The directory as the configuration lists it. It never changes.</summary>
public sealed class ConfiguredMobileNodes(HomeAgentOptions options) : IMobileNodeDirectory
{
    private readonly FrozenDictionary<Ipv6Address, MobileNodeOptions> _byHomeAddress = options.MobileNodes.ToFrozenDictionary(node => node.HomeAddress);

    private readonly FrozenDictionary<uint, Ipv6Address> _owners =
        options.MobileNodes.Where(node => node.Keys is not null).ToFrozenDictionary(node => node.Keys!.BindingUpdate.Spi.Value, node => node.HomeAddress);

    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node) => _byHomeAddress.TryGetValue(homeAddress, out node);

    public bool Contains(Ipv6Address homeAddress) => _byHomeAddress.ContainsKey(homeAddress);

    public bool TryFindOwner(uint spi, out Ipv6Address homeAddress) => _owners.TryGetValue(spi, out homeAddress);

    public long RevisionOf(Ipv6Address homeAddress) => 0;
}
