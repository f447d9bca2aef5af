namespace DsMip.Linux.Interop;

/// <summary>Address families, socket types and option levels (bits/socket.h, asm-generic/socket.h).</summary>
internal static class Af
{
    internal const int Inet = 2;
    internal const int Inet6 = 10;
    internal const int Netlink = 16;
    internal const int Packet = 17;
}

internal static class SocketType
{
    internal const int Datagram = 2;
    internal const int Raw = 3;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
}

internal static class Level
{
    internal const int Socket = 1;
    internal const int Ip = 0;
    internal const int Ipv6 = 41;
    internal const int Icmpv6 = 58;
    internal const int Raw = 255;
    internal const int Packet = 263;
    internal const int Netlink = 270;
}

internal static class SocketOption
{
    internal const int SendBuffer = 7;
    internal const int ReceiveBuffer = 8;
    internal const int BindToDevice = 25;
    internal const int AttachFilter = 26;
    internal const int SendBufferForce = 32;
    internal const int ReceiveBufferForce = 33;
    internal const int Mark = 36;
    internal const int MemoryInformation = 55;
    internal const int ReceiveTimeout = 20;

    /// <summary>Of <see cref="Level.Packet"/>.</summary>
    internal const int AddPacketMembership = 1;
}

internal static class IpOption
{
    internal const int Tos = 1;
    internal const int Ttl = 2;
    internal const int PacketInformation = 8;
    internal const int MtuDiscover = 10;
    internal const int ReceiveTtl = 12;
    internal const int ReceiveTos = 13;
    internal const int Mtu = 14;
    internal const int XfrmPolicy = 17;
    internal const int MtuDiscoverDo = 2;
}

internal static class Ipv6Option
{
    internal const int Checksum = 7;
    internal const int FlowInformation = 11;
    internal const int Mtu = 24;
    internal const int SendFlowInformation = 33;
    internal const int XfrmPolicy = 35;
    internal const int ReceivePacketInformation = 49;
    internal const int PacketInformation = 50;
    internal const int ReceiveHopLimit = 51;
    internal const int HopLimit = 52;
    internal const int Only = 26;
    internal const int JoinAnycast = 27;
    internal const int AutomaticFlowLabel = 70;
    internal const int FreeBind = 78;
}

/// <summary>Values of SOL_RAW (ICMP_FILTER) and IPPROTO_ICMPV6 (ICMP6_FILTER): both are number 1.</summary>
internal static class IcmpOption
{
    internal const int Filter = 1;
}

internal static class MessageFlag
{
    internal const int ControlTruncated = 0x08;
    internal const int Truncated = 0x20;
    internal const int DontWait = 0x40;
}

internal static class OpenFlag
{
    internal const int ReadWrite = 2;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
}

internal static class Epoll
{
    internal const int Add = 1;
    internal const int Delete = 2;
    internal const uint In = 1;
    internal const int CloseOnExec = 0x80000;
}

internal static class EtherType
{
    internal const ushort Ipv4 = 0x0800;
    internal const ushort Ipv6 = 0x86dd;
}
