using DsMip.Wire;

namespace DsMip.Linux.Netlink;

/// <summary>An address of an interface.</summary>
/// <param name="PrefixLength">Bits, 0 to 32 or 128.</param>
public readonly record struct InterfaceAddress(int InterfaceIndex, IpAddress Address, int PrefixLength, AddressFlags Flags = AddressFlags.None)
{
    public AddressScope Scope { get; init; }

    public IpFamily Family => Address.FamilyOf();

    /// <summary>Global scope and past duplicate address detection: fit to be a care-of address, though not the first choice if deprecated.</summary>
    public bool IsUsable =>
        Scope == AddressScope.Universe && (Flags & (AddressFlags.Tentative | AddressFlags.DadFailed)) == 0;

    public override string ToString() => $"{Address}/{PrefixLength} on interface {InterfaceIndex}";
}

/// <summary>ifa_flags. Unknown ones are kept.</summary>
[Flags]
public enum AddressFlags : uint
{
    None = 0,

    /// <summary>IPv6: a privacy address (RFC 8981). IPv4: a secondary address.</summary>
    Temporary = 0x1,

    /// <summary>No duplicate address detection: usable at once.</summary>
    NoDad = 0x2,
    Optimistic = 0x4,
    DadFailed = 0x8,
    HomeAddress = 0x10,
    Deprecated = 0x20,
    Tentative = 0x40,
    Permanent = 0x80,
    ManageTemporary = 0x100,

    /// <summary>The kernel adds no route for the prefix.</summary>
    NoPrefixRoute = 0x200,
}

/// <summary>Where an address is valid (rtnetlink's rt_scope_t).</summary>
public enum AddressScope : byte
{
    Universe = 0,
    Site = 200,
    Link = 253,
    Host = 254,
}
