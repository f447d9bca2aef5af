using System.Collections.Concurrent;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>Home addresses of both families whose payload has to be ESP now. Lookups take no lock and allocate nothing.</summary>
internal sealed class ProtectedHomes
{
    private readonly ConcurrentDictionary<IpAddress, bool> _homes = [];

    public bool IsEmpty { get; private set; } = true;

    public bool Contains(IpAddress home) => _homes.ContainsKey(home);

    public void Add(IpAddress home)
    {
        _homes[home] = true;
        IsEmpty = false;
    }

    public void Remove(IpAddress home)
    {
        _homes.TryRemove(home, out _);
        IsEmpty = _homes.IsEmpty;
    }
}
