using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DsMip.Linux.Interop;

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nuint Length;
}

/// <summary>struct msghdr (glibc: msg_iovlen and msg_controllen are size_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public byte* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public byte* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary>struct mmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchedMessage
{
    public MessageHeader Header;
    public uint Length;
}

/// <summary>struct cmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    public nuint Length;
    public int Level;
    public int Type;
}

/// <summary>struct sockaddr_in. Port and address are in network byte order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddressIpv4
{
    public ushort Family;
    public ushort Port;
    public uint Address;
    public ulong Zero;
}

/// <summary>struct sockaddr_in6. Port, flow information and address are in network byte order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct SocketAddressIpv6
{
    public ushort Family;
    public ushort Port;
    public uint FlowInformation;
    public AddressBytes Address;
    public uint ScopeId;
}

[InlineArray(16)]
internal struct AddressBytes
{
    private byte _first;
}

/// <summary>struct sockaddr_ll: 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct SocketAddressLink
{
    public ushort Family;
    public ushort Protocol;
    public int InterfaceIndex;
    public ushort HardwareType;
    public byte PacketType;
    public byte AddressLength;
    public ulong Address;
}

/// <summary>struct packet_mreq: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct PacketMembership
{
    internal const ushort AllMulticast = 2;

    public int InterfaceIndex;
    public ushort Type;
    public ushort AddressLength;
    public ulong Address;
}

/// <summary>struct ipv6_mreq: 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal unsafe struct Ipv6Membership
{
    public fixed byte Address[16];
    public int InterfaceIndex;
}

/// <summary>struct sock_filter: one instruction of classic BPF.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FilterInstruction(ushort Code, byte JumpTrue, byte JumpFalse, uint Operand);

/// <summary>struct sock_fprog.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FilterProgram
{
    public ushort Count;
    public FilterInstruction* Instructions;
}

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary>struct ifreq as TUNSETIFF uses it: the name, then the flags; 40 bytes in all.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal struct InterfaceRequest
{
    public InterfaceName Name;
    public short Flags;
}

/// <summary>IFNAMSIZ bytes, NUL-terminated.</summary>
[InlineArray(16)]
internal struct InterfaceName
{
    private byte _first;
}
