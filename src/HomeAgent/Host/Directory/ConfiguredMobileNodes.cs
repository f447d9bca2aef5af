using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>The directory as the configuration lists it.</summary>
public sealed class ConfiguredMobileNodes(HomeAgentOptions options) : IMobileNodeDirectory
{
    private readonly FrozenDictionary<Ipv6Address, MobileNodeOptions> _byHomeAddress = options.MobileNodes.ToFrozenDictionary(node => node.HomeAddress);

    public IReadOnlyCollection<MobileNodeOptions> All => options.MobileNodes;

    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node) => _byHomeAddress.TryGetValue(homeAddress, out node);
}
