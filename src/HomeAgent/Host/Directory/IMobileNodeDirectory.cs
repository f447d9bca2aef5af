using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>The mobile nodes that this home agent serves.</summary>
public interface IMobileNodeDirectory
{
    IReadOnlyCollection<MobileNodeOptions> All { get; }

    bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node);
}
