using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>What of the pool may be given out at all: no address that the configuration has given to a mobile node, or the home agents' (RFC 5026 9.2).</summary>
internal sealed class AssignableAddresses
{
    private readonly Ipv6Prefix? _pool;
    private readonly HashSet<Ipv6Address> _taken;

    public AssignableAddresses(HomeAgentOptions options)
    {
        _pool = options.Ike?.Bootstrapping?.Pool;
        _taken = options.MobileNodes.Select(node => node.HomeAddress).Append(options.HomeAgentAddress).Append(options.HomePrefix.Address).ToHashSet();
        if (HomeAgentsAnycast.Of(options.HomePrefix) is { } anycast) _taken.Add(anycast);
    }

    /// <summary>Each once, in ascending order.</summary>
    public IEnumerable<Ipv6Address> All
    {
        get
        {
            if (_pool is not { } pool) yield break;
            for (var i = 0; i < 1 << (128 - pool.Length); i++)
                if (new Ipv6Address(pool.Address.Value + (uint)i) is var address && !_taken.Contains(address)) yield return address;
        }
    }

    public bool Contains(Ipv6Address address) => _pool?.Contains(address) == true && !_taken.Contains(address);
}
