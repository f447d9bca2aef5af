using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>The prefixes behind a mobile router that its binding serves (RFC 3963 6.1.1; RFC 5555 3.1.1). Compares by what it holds.</summary>
public sealed record MobileNetworks(ValueArray<Ipv6Prefix> Ipv6, ValueArray<Ipv4Prefix> Ipv4)
{
    public bool IsEmpty => Ipv6.Count == 0 && Ipv4.Count == 0;

    /// <summary>Null stands for none: most bindings are those of hosts.</summary>
    public static MobileNetworks? Of(IEnumerable<Ipv6Prefix> ipv6, IEnumerable<Ipv4Prefix> ipv4)
    {
        var networks = new MobileNetworks([.. ipv6], [.. ipv4]);
        return networks.IsEmpty ? null : networks;
    }

    public bool Contains(IpAddress address)
    {
        if (address.IsIpv4) return Contains(address.AsIpv4);
        foreach (var prefix in Ipv6.AsSpan())
            if (prefix.Contains(address.AsIpv6)) return true;
        return false;
    }

    /// <summary>Prefix notation, with commas.</summary>
    public override string ToString() => string.Join(", ", [.. Ipv6.Select(prefix => $"{prefix}"), .. Ipv4.Select(prefix => $"{prefix}")]);

    private bool Contains(Ipv4Address address)
    {
        foreach (var prefix in Ipv4.AsSpan())
            if (prefix.Contains(address)) return true;
        return false;
    }
}
