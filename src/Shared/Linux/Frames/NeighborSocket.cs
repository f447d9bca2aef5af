using DsMip.Linux.Interop;
using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.Linux;

/// <summary>
/// Neighbor Discovery and ARP of one Ethernet link, beside the kernel's own: whole frames in, whole frames out. It hears all multicast, since the
/// groups of other nodes' addresses are none that this machine has joined. Receiving and waiting are one thread's; sending and waking are anybody's.
/// </summary>
public sealed unsafe class NeighborSocket : IDisposable
{
    private const string Name = "neighbor socket";
    private const ushort Ethernet = 1; // ARPHRD_ETHER
    private const short Input = 1;
    private const int EtherTypeOffset = 12;

    private readonly Descriptor _discovery;
    private readonly Descriptor _arp;
    private readonly Descriptor _wakeUp;
    private readonly string _interface;

    private NeighborSocket(string name, int index)
    {
        _interface = name;
        _wakeUp = Libc.EventDescriptor(0, SocketType.NonBlocking | SocketType.CloseOnExec);
        _discovery = Open(NeighborPacket.EtherType, NeighborFilter.Discovery(), index);
        _arp = Open(ArpPacket.EtherType, NeighborFilter.Arp(), index);
    }

    /// <summary>The link-layer address of the interface now.</summary>
    public LinkAddress LinkAddress => NameOf(_discovery) is { AddressLength: LinkAddress.Size } name
        ? LinkAddress.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in name.Address)))
        : default;

    /// <returns>Null: the interface is no Ethernet, and has no neighbours to be found.</returns>
    /// <exception cref="LinuxException">CAP_NET_RAW is missing, or there is no such interface.</exception>
    public static NeighborSocket? Open(string interfaceName)
    {
        var socket = new NeighborSocket(interfaceName, Sockets.InterfaceIndex(interfaceName));
        if (socket.NameOf(socket._discovery).HardwareType == Ethernet) return socket;
        socket.Dispose();
        return null;
    }

    /// <summary>Sends a whole frame; network conditions are results, not exceptions.</summary>
    public Errno Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
            return Libc.SendTo(_discovery, bytes, (nuint)frame.Length, MessageFlag.DontWait, null, 0) >= 0 ? Errno.None : LinuxException.LastErrno;
    }

    /// <summary>Without waiting: the next frame, longer ones cut; 0 when there is none.</summary>
    /// <exception cref="LinuxException">The interface is gone for good.</exception>
    public int Receive(Span<byte> buffer)
    {
        var length = Receive(_discovery, buffer);
        return length > 0 ? length : Receive(_arp, buffer);
    }

    public static bool IsArp(ReadOnlySpan<byte> frame) =>
        frame.Length > EtherTypeOffset + 1 && System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(frame[EtherTypeOffset..]) == ArpPacket.EtherType;

    /// <summary>Until there may be a frame, somebody wakes us, or the time is over.</summary>
    public void Wait(TimeSpan patience)
    {
        var waiting = stackalloc PollDescriptor[3];
        waiting[0] = new PollDescriptor { Descriptor = _wakeUp.Number, Events = Input };
        waiting[1] = new PollDescriptor { Descriptor = _discovery.Number, Events = Input };
        waiting[2] = new PollDescriptor { Descriptor = _arp.Number, Events = Input };
        var milliseconds = (int)Math.Clamp(Math.Ceiling(patience.TotalMilliseconds), 0, int.MaxValue);
        if (Libc.Poll(waiting, 3, milliseconds) < 0 && LinuxException.LastErrno != Errno.EINTR) throw LinuxException.Last($"waiting for a {Name}");
        ulong count;
        if (waiting[0].Returned != 0) _ = Libc.Read(_wakeUp, &count, sizeof(ulong));
    }

    /// <summary>Ends <see cref="Wait"/>. Any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wakeUp, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        _discovery.Dispose();
        _arp.Dispose();
        _wakeUp.Dispose();
    }

    private int Receive(Descriptor socket, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            var length = Libc.Receive(socket, bytes, (nuint)buffer.Length, MessageFlag.DontWait);
            if (length >= 0) return (int)length;
        }
        return LinuxException.LastErrno switch
        {
            // ENETDOWN is told once; the socket hears again when the interface is up.
            Errno.EAGAIN or Errno.EINTR or Errno.ENETDOWN => 0,
            var errno => throw new LinuxException($"receiving neighbours of {_interface}", errno),
        };
    }

    private static Descriptor Open(ushort etherType, FilterInstruction[] filter, int index)
    {
        // Protocol 0 receives nothing, so no frame slips in before the filter is there.
        var socket = Sockets.Open(Af.Packet, SocketType.Raw | SocketType.NonBlocking, 0, $"opening a {Name}");
        try
        {
            PacketSocket.Attach(socket, filter);
            PacketSocket.HearAllMulticast(socket, index);
            PacketSocket.Bind(socket, etherType, index);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private SocketAddressLink NameOf(Descriptor socket)
    {
        SocketAddressLink name = default;
        var length = (uint)sizeof(SocketAddressLink);
        return Libc.GetSocketName(socket, &name, &length) == 0 ? name : throw LinuxException.Last($"asking for the link-layer address of {_interface}");
    }
}
