using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>An address, a prefix or ANY (RFC 4301 4.4.1.1). The default value is ANY, of both families; ::/0 is any IPv6 address only.</summary>
public readonly record struct AddressSelector
{
    private enum Family : byte { Any, Ipv4, Ipv6 }

    private const int MappedBits = 96;

    private readonly UInt128 _value;
    private readonly UInt128 _mask;
    private readonly Family _family;

    private AddressSelector(IpAddress address, int length, Family family)
    {
        _mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);
        _value = address.Mapped.Value & _mask;
        _family = family;
    }

    public static readonly AddressSelector Any;

    /// <summary>True if exactly one address matches.</summary>
    public bool IsHost => _mask == UInt128.MaxValue;

    /// <summary>The one address that matches; only when <see cref="IsHost"/>.</summary>
    public IpAddress Host => new(new Ipv6Address(_value));

    public bool Contains(IpAddress address) =>
        _family == Family.Any || ((_family == Family.Ipv4) == address.IsIpv4 && (address.Mapped.Value & _mask) == _value);

    /// <summary>Every address that the other matches matches this one, too.</summary>
    public bool Contains(in AddressSelector other) =>
        _family == Family.Any || (_family == other._family && (other._mask & _mask) == _mask && (other._value & _mask) == _value);

    public static implicit operator AddressSelector(IpAddress address) =>
        new(address, 128, address.IsIpv4 ? Family.Ipv4 : Family.Ipv6);

    public static implicit operator AddressSelector(Ipv6Address address) => (IpAddress)address;

    public static implicit operator AddressSelector(Ipv4Address address) => (IpAddress)address;

    public static implicit operator AddressSelector(Ipv6Prefix prefix) => new(prefix.Address, prefix.Length, Family.Ipv6);

    public static implicit operator AddressSelector(Ipv4Prefix prefix) => new(prefix.Address, MappedBits + prefix.Length, Family.Ipv4);

    public override string ToString()
    {
        if (_family == Family.Any) return "any";
        var bits = (int)UInt128.PopCount(_mask) - (_family == Family.Ipv4 ? MappedBits : 0);
        return IsHost ? Host.ToString() : $"{Host}/{bits}";
    }
}
