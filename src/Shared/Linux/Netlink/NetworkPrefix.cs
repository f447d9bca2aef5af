using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>A destination of either family.</summary>
public readonly record struct NetworkPrefix
{
    private NetworkPrefix(IpAddress address, int length)
    {
        Address = address;
        Length = length;
    }

    public static readonly NetworkPrefix DefaultIpv4 = new Ipv4Prefix(Ipv4Address.Any, 0);
    public static readonly NetworkPrefix DefaultIpv6 = new Ipv6Prefix(Ipv6Address.Any, 0);

    public IpAddress Address { get; }

    /// <summary>Bits, 0 to 32 or 128.</summary>
    public int Length { get; }

    public IpFamily Family => Address.FamilyOf();

    public static implicit operator NetworkPrefix(Ipv4Prefix prefix) => new(prefix.Address, prefix.Length);
    public static implicit operator NetworkPrefix(Ipv6Prefix prefix) => new(prefix.Address, prefix.Length);

    /// <summary>The prefix that holds one address only.</summary>
    public static NetworkPrefix Host(IpAddress address) => new(address, address.IsIpv4 ? 32 : 128);

    public override string ToString() => Length == 0 ? $"default ({Family})" : $"{Address}/{Length}";

    internal static NetworkPrefix Of(IpFamily family, IpAddress address, int length) =>
        family == IpFamily.Ipv4 ? new Ipv4Prefix(address.AsIpv4, length) : new Ipv6Prefix(address.AsIpv6, length);
}

internal static class IpAddressFamily
{
    /// <summary>The unspecified IPv6 address counts as IPv6 here; 0.0.0.0 is told apart by its mapped form.</summary>
    internal static IpFamily FamilyOf(this IpAddress address) => address.IsIpv4 ? IpFamily.Ipv4 : IpFamily.Ipv6;
}
