using System.Buffers.Binary;
using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// The classic BPF program of <see cref="PacketTap"/>. It takes IPv6 packets addressed to this machine whose first next header is Routing,
/// ESP, Destination Options, or on demand a Mobility Header, unless those options precede an IP-in-IP packet: a tunnel encapsulation limit (RFC 2473 4.1.1) is the
/// kernel's business, and the raw sockets of protocol 41 and 4 get that packet.
/// </summary>
internal static class TapFilter
{
    private const ushort LoadWord = 0x20, LoadByte = 0x30, JumpEqual = 0x15, Return = 0x06;
    private const uint PacketType = 0xfffff004, InterfaceIndex = 0xfffff008;
    private const int NextHeader = 6, Destination = 24, OptionsNextHeader = 40;

    internal static FilterInstruction[] Build(ReadOnlySpan<Ipv6Address> destinations, int excludedInterface, bool mobilityHeaders)
    {
        var program = new List<FilterInstruction>
        {
            new(LoadWord, 0, 0, PacketType),
            Require(0), // PACKET_HOST: neither outgoing nor for somebody else
            Reject(),
            new(LoadWord, 0, 0, InterfaceIndex),
            new(JumpEqual, 0, 1, (uint)(excludedInterface == 0 ? -1 : excludedInterface)),
            Reject(),
        };
        AddNextHeaders(program, mobilityHeaders ? IpProtocol.MobilityHeader : IpProtocol.Esp);
        AddDestinations(program, destinations);
        return [.. program];
    }

    private static void AddNextHeaders(List<FilterInstruction> program, byte another)
    {
        program.Add(new(LoadByte, 0, 0, NextHeader));
        program.Add(new(JumpEqual, 8, 0, another));
        program.Add(new(JumpEqual, 7, 0, IpProtocol.Routing));
        program.Add(new(JumpEqual, 6, 0, IpProtocol.Esp));
        program.Add(new(JumpEqual, 1, 0, IpProtocol.DestinationOptions));
        program.Add(Reject());
        program.Add(new(LoadByte, 0, 0, OptionsNextHeader));
        program.Add(new(JumpEqual, 1, 0, IpProtocol.Ipv6));
        program.Add(new(JumpEqual, 0, 1, IpProtocol.Ipv4));
        program.Add(Reject());
    }

    private static void AddDestinations(List<FilterInstruction> program, ReadOnlySpan<Ipv6Address> destinations)
    {
        foreach (var destination in destinations) AddDestination(program, destination);
        program.Add(destinations.IsEmpty ? Accept() : Reject());
    }

    /// <summary>Four words compared; the first difference jumps to the next address.</summary>
    private static void AddDestination(List<FilterInstruction> program, Ipv6Address destination)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Address.Size];
        destination.Write(bytes);
        for (var word = 0; word < 4; word++)
        {
            program.Add(new(LoadWord, 0, 0, (uint)(Destination + 4 * word)));
            program.Add(new(JumpEqual, 0, (byte)(2 * (3 - word) + 1), BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * word)..])));
        }
        program.Add(Accept());
    }

    /// <summary>Skips the next instruction if the accumulator has this value.</summary>
    private static FilterInstruction Require(uint value) => new(JumpEqual, 1, 0, value);

    private static FilterInstruction Reject() => new(Return, 0, 0, 0);

    private static FilterInstruction Accept() => new(Return, 0, 0, uint.MaxValue);
}
