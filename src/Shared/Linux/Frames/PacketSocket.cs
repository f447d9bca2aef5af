using System.Buffers.Binary;
using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>AF_PACKET sockets that see IP packets, without link header, before the stack does.</summary>
internal static unsafe class PacketSocket
{
    internal const string Name = "packet socket";

    /// <summary>Protocol 0 receives nothing, so no packet slips in before the filter is there.</summary>
    internal static Descriptor Open() => Sockets.Open(Af.Packet, SocketType.Datagram | SocketType.NonBlocking, 0, $"opening a {Name}");

    internal static void Attach(Descriptor socket, FilterInstruction[] instructions)
    {
        fixed (FilterInstruction* first = instructions)
        {
            var program = new FilterProgram { Count = (ushort)instructions.Length, Instructions = first };
            if (Libc.SetSocketOption(socket, Level.Socket, SocketOption.AttachFilter, &program, (uint)sizeof(FilterProgram)) != 0)
                throw LinuxException.Last("attaching a packet filter", AttachRemedy(LinuxException.LastErrno));
        }
    }

    /// <param name="interfaceIndex">0: everywhere.</param>
    internal static void Bind(Descriptor socket, ushort etherType, int interfaceIndex)
    {
        var name = new SocketAddressLink
        {
            Family = Af.Packet,
            Protocol = BinaryPrimitives.ReverseEndianness(etherType),
            InterfaceIndex = interfaceIndex,
        };
        if (Libc.Bind(socket, &name, (uint)sizeof(SocketAddressLink)) != 0)
            throw LinuxException.Last($"binding a {Name} to interface {interfaceIndex}");
    }

    /// <summary>Also groups that nobody here has joined.</summary>
    internal static void HearAllMulticast(Descriptor socket, int interfaceIndex)
    {
        var request = new PacketMembership { InterfaceIndex = interfaceIndex, Type = PacketMembership.AllMulticast };
        if (Libc.SetSocketOption(socket, Level.Packet, SocketOption.AddPacketMembership, &request, (uint)sizeof(PacketMembership)) != 0)
            throw LinuxException.Last($"hearing all multicast of interface {interfaceIndex}");
    }

    private static string? AttachRemedy(Errno errno) =>
        errno == Errno.ENOMEM ? "too many destinations for this kernel's limit: sysctl -w net.core.optmem_max=131072" : null;
}
