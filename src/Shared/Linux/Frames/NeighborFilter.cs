using DsMip.Linux.Interop;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Linux;

/// <summary>The classic BPF programs of <see cref="NeighborSocket"/>, over whole Ethernet frames. What this machine sends itself is left out.</summary>
internal static class NeighborFilter
{
    private const ushort LoadWord = 0x20, LoadByte = 0x30, JumpEqual = 0x15, Return = 0x06;
    private const uint PacketType = 0xfffff004, Outgoing = 4;
    private const ushort LoadHalf = 0x28, And = 0x54;
    private const uint ToHost = 0, LinkLocalMask = 0xffc0, LinkLocal = 0xfe80;
    private const int NextHeader = 14 + 6, HopLimit = 14 + 7, Destination = 14 + 24, Type = 14 + 40;

    /// <summary>Solicitations and advertisements of neighbours and of routers; and what was sent to this machine for any link-local address.</summary>
    internal static FilterInstruction[] Discovery() =>
    [
        new(LoadWord, 0, 0, PacketType),
        new(JumpEqual, 13, 0, Outgoing),
        new(JumpEqual, 0, 3, ToHost),
        new(LoadHalf, 0, 0, Destination),
        new(And, 0, 0, LinkLocalMask),
        new(JumpEqual, 10, 0, LinkLocal),
        new(LoadByte, 0, 0, NextHeader),
        new(JumpEqual, 0, 7, IpProtocol.Icmpv6),
        new(LoadByte, 0, 0, HopLimit),
        new(JumpEqual, 0, 5, 255),
        new(LoadByte, 0, 0, Type),
        new(JumpEqual, 4, 0, (byte)Icmpv6Type.NeighborSolicitation),
        new(JumpEqual, 3, 0, (byte)Icmpv6Type.NeighborAdvertisement),
        new(JumpEqual, 2, 0, (byte)Icmpv6Type.RouterSolicitation),
        new(JumpEqual, 1, 0, (byte)Icmpv6Type.RouterAdvertisement),
        new(Return, 0, 0, 0),
        new(Return, 0, 0, uint.MaxValue),
    ];

    /// <summary>All of ARP.</summary>
    internal static FilterInstruction[] Arp() =>
    [
        new(LoadWord, 0, 0, PacketType),
        new(JumpEqual, 0, 1, Outgoing),
        new(Return, 0, 0, 0),
        new(Return, 0, 0, uint.MaxValue),
    ];
}
