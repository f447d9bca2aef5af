using System.Runtime.InteropServices;

namespace DsMip.Linux.Netlink;

// Fixed parts of rtnetlink messages (linux/netlink.h, rtnetlink.h, if_addr.h, neighbour.h, fib_rules.h), host byte order.

/// <summary>struct nlmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NetlinkHeader(uint Length, ushort Type, ushort Flags, uint Sequence, uint PortId);

/// <summary>struct ifinfomsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct LinkHeader(byte Family, byte Padding, ushort HardwareType, int Index, uint Flags, uint ChangeMask);

/// <summary>struct ifaddrmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct AddressHeader(byte Family, byte PrefixLength, byte Flags, byte Scope, int Index);

/// <summary>struct rtmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct RouteHeader(
    byte Family, byte DestinationLength, byte SourceLength, byte Tos, byte Table, byte Protocol, byte Scope, byte Type, uint Flags);

/// <summary>struct rtnexthop.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NextHopHeader(ushort Length, byte Flags, byte Weight, int Index);

/// <summary>struct ndmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NeighbourHeader(byte Family, byte Padding1, ushort Padding2, int Index, ushort State, byte Flags, byte Type);

/// <summary>struct fib_rule_hdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct RuleHeader(
    byte Family, byte DestinationLength, byte SourceLength, byte Tos, byte Table, byte Reserved1, byte Reserved2, byte Action, uint Flags);

/// <summary>struct sockaddr_nl.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NetlinkAddress(ushort Family, ushort Padding, uint PortId, uint Groups);
