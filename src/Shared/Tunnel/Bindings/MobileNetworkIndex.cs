using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Prefixes of mobile networks to their bindings (RFC 3963 6.5): the longest one in force counts. IPv4 lies among IPv6 in the mapped form. Lookups take
/// no lock and allocate nothing: one for each length that there is, and mobile networks have few lengths.
/// </summary>
internal sealed class MobileNetworkIndex
{
    private const int Ipv4Offset = 96, Longest = 128;
    private readonly ClaimIndex<Ipv6Prefix> _claims = new(capacity: 16);
    private readonly int[] _counts = new int[Longest + 1];
    private int[] _lengths = [];

    public bool TryFind(IpAddress address, DateTimeOffset now, out BindingRow row)
    {
        foreach (var length in Volatile.Read(ref _lengths))
            if (_claims.TryGet(new Ipv6Prefix(address.Mapped, length), out row) && row.IsInForce(now)) return true;
        row = null!;
        return false;
    }

    /// <param name="before">What the binding had until now; null: nothing.</param>
    public void Claim(BindingRow row, MobileNetworks? before)
    {
        if (row.Home.Networks is not { } networks) return;
        foreach (var prefix in networks.Ipv6.AsSpan()) Claim(prefix, row, Has(before, prefix));
        foreach (var prefix in networks.Ipv4.AsSpan()) Claim(Mapped(prefix), row, Has(before, prefix));
    }

    /// <param name="kept">What the binding goes on having; null: nothing.</param>
    /// <param name="find">The present row of a home address; null when there is none.</param>
    public void Release(BindingRow row, MobileNetworks? kept, Func<Ipv6Address, BindingRow?> find)
    {
        if (row.Home.Networks is not { } networks) return;
        foreach (var prefix in networks.Ipv6.AsSpan())
            if (!Has(kept, prefix)) Release(prefix, row, find);
        foreach (var prefix in networks.Ipv4.AsSpan())
            if (!Has(kept, prefix)) Release(Mapped(prefix), row, find);
    }

    private static bool Has(MobileNetworks? networks, Ipv6Prefix prefix) => networks is not null && networks.Ipv6.AsSpan().Contains(prefix);

    private static bool Has(MobileNetworks? networks, Ipv4Prefix prefix) => networks is not null && networks.Ipv4.AsSpan().Contains(prefix);

    private static Ipv6Prefix Mapped(Ipv4Prefix prefix) => new(((IpAddress)prefix.Address).Mapped, Ipv4Offset + prefix.Length);

    private void Claim(Ipv6Prefix prefix, BindingRow row, bool renewed)
    {
        if (!_claims.TryGet(prefix, out _)) Count(prefix.Length, 1);
        _claims.Claim(prefix, row, renewed);
    }

    private void Release(Ipv6Prefix prefix, BindingRow row, Func<Ipv6Address, BindingRow?> find)
    {
        var wasThere = _claims.TryGet(prefix, out _);
        _claims.Release(prefix, row, find);
        if (wasThere && !_claims.TryGet(prefix, out _)) Count(prefix.Length, -1);
    }

    private void Count(int length, int change)
    {
        var before = _counts[length];
        _counts[length] += change;
        if ((before == 0) != (_counts[length] == 0))
            Volatile.Write(ref _lengths, [.. Enumerable.Range(0, Longest + 1).Where(one => _counts[one] > 0).OrderDescending()]);
    }
}
