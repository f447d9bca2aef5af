using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>The classic BPF program of <see cref="EspInUdpTap"/>: unfragmented IPv4 | UDP of port 4500 whose payload begins with an SPI.</summary>
internal static class EspInUdpFilter
{
    private const ushort LoadWord = 0x20, LoadHalf = 0x28, LoadByte = 0x30, LoadWordAtX = 0x40, LoadHalfAtX = 0x48, LoadHeaderLengthToX = 0xb1;
    private const ushort JumpEqual = 0x15, JumpSet = 0x45, Return = 0x06;
    private const uint PacketType = 0xfffff004, InterfaceIndex = 0xfffff008;
    private const int FragmentField = 6, Protocol = 9, Source = 12, Destination = 16, SourcePort = 0, DestinationPort = 2, UdpPayload = 8;

    /// <summary>The More Fragments flag and the offset.</summary>
    private const uint FragmentMask = 0x3fff;

    internal static FilterInstruction[] ToHomeAgent(Ipv4Address address, int excludedInterface) =>
        Build(Destination, address, DestinationPort, excludedInterface);

    internal static FilterInstruction[] FromHomeAgent(Ipv4Address address, int excludedInterface) =>
        Build(Source, address, SourcePort, excludedInterface);

    private static FilterInstruction[] Build(int addressField, Ipv4Address address, int portField, int excludedInterface)
    {
        var program = new List<FilterInstruction>();
        Require(program, new(LoadWord, 0, 0, PacketType), 0); // PACKET_HOST: neither outgoing nor for somebody else
        Refuse(program, new(LoadWord, 0, 0, InterfaceIndex), JumpEqual, (uint)(excludedInterface == 0 ? -1 : excludedInterface));
        Require(program, new(LoadByte, 0, 0, Protocol), IpProtocol.Udp);
        Refuse(program, new(LoadHalf, 0, 0, FragmentField), JumpSet, FragmentMask);
        if (!address.IsUnspecified) Require(program, new(LoadWord, 0, 0, (uint)addressField), address.Value);
        program.Add(new(LoadHeaderLengthToX, 0, 0, 0));
        Require(program, new(LoadHalfAtX, 0, 0, (uint)portField), Port.IpsecNatTraversal);
        // Reading behind the end of the packet ends the program with a refusal: a keepalive has 1 byte.
        Refuse(program, new(LoadWordAtX, 0, 0, UdpPayload), JumpEqual, 0);
        program.Add(new(Return, 0, 0, uint.MaxValue));
        return [.. program];
    }

    private static void Require(List<FilterInstruction> program, FilterInstruction load, uint value) =>
        program.AddRange([load, new(JumpEqual, 1, 0, value), Reject]);

    private static void Refuse(List<FilterInstruction> program, FilterInstruction load, ushort jump, uint value) =>
        program.AddRange([load, new(jump, 0, 1, value), Reject]);

    private static FilterInstruction Reject => new(Return, 0, 0, 0);
}
