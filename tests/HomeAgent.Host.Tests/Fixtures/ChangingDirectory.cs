using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>One mobile node, whoever is asked for, until somebody changes it.</summary>
internal sealed class ChangingDirectory : IMobileNodeDirectory
{
    private volatile MobileNodeOptions? _node = Configured.Options().MobileNodes[0];
    private long _revision;

    public void Change(MobileNodeOptions? node)
    {
        _node = node;
        Interlocked.Increment(ref _revision);
    }

    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node) => (node = _node) is not null;

    public bool Contains(Ipv6Address homeAddress) => _node is not null;

    public bool TryFindOwner(uint spi, out Ipv6Address homeAddress) => throw new NotSupportedException();

    public long RevisionOf(Ipv6Address homeAddress) => Interlocked.Read(ref _revision);
}
