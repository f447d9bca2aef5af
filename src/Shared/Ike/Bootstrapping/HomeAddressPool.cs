using DsMip.Ike.Vici;
using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>
/// A pool of charon's with one home address. charon gives out a pool's addresses in its own order and forgets them when it ends; who has pools of one address
/// says by the list of a connection which addresses the other end may get.
/// </summary>
/// <param name="Prefix">Told with the address; null: it is not.</param>
public sealed record HomeAddressPool(Ipv6Address Address, HomePrefixAttribute? Prefix)
{
    public string Name => MobileIkeConnection.NameOf(Address);

    /// <summary>The message of <c>load-pool</c>.</summary>
    internal ViciSection ToMessage()
    {
        var pool = new ViciSection { { "addrs", $"{Address}/128" } };
        if (Prefix is { } prefix) pool.Add($"{HomePrefixAttribute.AttributeType}", new[] { prefix.ToBytes() });
        return new ViciSection { { Name, pool } };
    }
}
