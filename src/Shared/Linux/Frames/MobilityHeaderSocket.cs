using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DsMip.Linux.Interop;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// Mobility Headers in the clear, above the kernel's IPsec. The flow label goes through with each packet both ways, so what was written into
/// it on one side of IPsec names the packet on the other. Receiving is for one thread, sending for any number.
/// </summary>
public sealed unsafe class MobilityHeaderSocket : IFrameSource
{
    private const string Name = "raw socket of protocol 135";
    private const int ChecksumOffset = 4;

    /// <summary>struct cmsghdr, struct in6_pktinfo, padding.</summary>
    private const int ControlSize = 40, ControlLength = 36;

    private readonly FrameReceiver _receiver;

    /// <param name="device">Receive what came in by this interface only, and send by it only; null: any.</param>
    /// <exception cref="LinuxException">CAP_NET_RAW is missing, or there is no such interface.</exception>
    public MobilityHeaderSocket(string? device = null)
    {
        var socket = Sockets.Open(Af.Inet6, SocketType.Raw | SocketType.NonBlocking, IpProtocol.MobilityHeader, $"opening a {Name}");
        _receiver = new FrameReceiver(socket, SyntheticHeader.Ipv6Size, Name);
        try
        {
            Configure(socket);
            Sockets.BindToDevice(socket, device);
            _receiver.EnlargeQueue();
        }
        catch
        {
            _receiver.Dispose();
            throw;
        }
    }

    public FrameSourceKind Kind => FrameSourceKind.MobilityHeader;
    public int FileDescriptor => _receiver.Socket.Number;
    public long Truncated => _receiver.Truncated;
    public long QueueDrops => _receiver.QueueDrops;

    public int Receive(IFrameHandler handler)
    {
        var count = _receiver.Receive();
        for (var i = 0; i < count; i++)
        {
            if (!_receiver.IsWhole(i)) continue;
            var length = ReceivedIpv6.RestoreHeader(_receiver.Batch, i, IpProtocol.MobilityHeader);
            handler.Handle(this, _receiver.Batch.Buffer(i), FrameLayout.Headroom, length);
        }
        return count;
    }

    /// <summary>Waits until there is a message, so long at most.</summary>
    public bool Wait(TimeSpan patience)
    {
        const short readable = 1;
        var waiting = new PollDescriptor { Descriptor = FileDescriptor, Events = readable };
        return Libc.Poll(&waiting, 1, (int)patience.TotalMilliseconds) > 0;
    }

    /// <summary>
    /// Hands a Mobility Header to the kernel's IPsec and routing. Of the IPv6 header the addresses and the flow label count; the checksum is
    /// computed anew. EINVAL: not a Mobility Header right behind an IPv6 header. EPERM: a policy blocks it. Where a policy asks for a state that is
    /// missing, the kernel drops the packet, calls for the state (XFRM_MSG_ACQUIRE) and says nothing here.
    /// </summary>
    public Errno Send(ReadOnlySpan<byte> packet)
    {
        if (packet.Length <= SyntheticHeader.Ipv6Size || packet[0] >> 4 != 6 || packet[6] != IpProtocol.MobilityHeader) return Errno.EINVAL;
        var name = new SocketAddressIpv6 { Family = Af.Inet6 };
        // Network byte order on both sides; the version and the traffic class do not belong there.
        name.FlowInformation = Unsafe.ReadUnaligned<uint>(in packet[0]) & FlowLabelMask;
        packet.Slice(24, Ipv6Address.Size).CopyTo(name.Address);
        var control = stackalloc byte[ControlSize];
        WriteSource(control, packet.Slice(8, Ipv6Address.Size));
        fixed (byte* bytes = packet)
        {
            var vector = new IoVector { Base = bytes + SyntheticHeader.Ipv6Size, Length = (nuint)(packet.Length - SyntheticHeader.Ipv6Size) };
            var message = new MessageHeader
            {
                Name = (byte*)&name,
                NameLength = (uint)sizeof(SocketAddressIpv6),
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlSize,
            };
            return Libc.SendMessage(_receiver.Socket, &message, MessageFlag.DontWait) >= 0 ? Errno.None : LinuxException.LastErrno;
        }
    }

    public void Dispose() => _receiver.Dispose();

    private static uint FlowLabelMask { get; } =
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(Ipv6Header.MaximumFlowLabel) : Ipv6Header.MaximumFlowLabel;

    private static void WriteSource(byte* control, ReadOnlySpan<byte> source)
    {
        new Span<byte>(control, ControlSize).Clear();
        *(ControlHeader*)control = new ControlHeader { Length = ControlLength, Level = Level.Ipv6, Type = Ipv6Option.PacketInformation };
        source.CopyTo(new Span<byte>(control + sizeof(ControlHeader), Ipv6Address.Size));
    }

    private static void Configure(Descriptor socket)
    {
        ReceivedIpv6.AskForHeaderFields(socket);
        const string operation = $"setting options of a {Name}";
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.Checksum, ChecksumOffset, operation);
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.SendFlowInformation, 1, operation);
        // A packet without a label keeps none: the kernel's own would read as a tag.
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.AutomaticFlowLabel, 0, operation);
        // A home address that has just moved to the home link is still tentative there.
        Sockets.Set(socket, Level.Ipv6, Ipv6Option.FreeBind, 1, operation);
    }
}
