using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>
/// A raw socket of the kernel for protocol 135 that fills and checks the Mobility Header checksum and tells the flow label of what it
/// receives. By system call: the platform's Socket knows neither the protocol nor the label.
/// </summary>
internal sealed unsafe partial class KernelMobilitySocket : IDisposable
{
    private const int Inet6 = 10;
    private const int Raw = 3;
    private const int LevelIpv6 = 41;
    private const int OptionChecksum = 7;
    private const int OptionFlowInfo = 11;
    private const int MobilityChecksumOffset = 4;
    private const int DontWait = 0x40;

    private readonly int _socket;

    public KernelMobilitySocket(Ends ends)
    {
        _socket = Require(socket(Inet6, Raw, IpProtocol.MobilityHeader), "socket");
        Set(OptionChecksum, MobilityChecksumOffset);
        Set(OptionFlowInfo, 1);
        Span<byte> address = stackalloc byte[28];
        fixed (byte* name = Address(address, ends.Kernel.AsIpv6)) Require(bind(_socket, name, 28), "bind");
        fixed (byte* name = Address(address, ends.Ours.AsIpv6)) Require(connect(_socket, name, 28), "connect");
    }

    public void Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message) Require((int)send(_socket, bytes, (nuint)message.Length, 0), "send");
    }

    /// <summary>The next message and the flow label of its packet; null if none comes within a second.</summary>
    public (byte[] Message, uint FlowLabel)? Receive()
    {
        for (var i = 0; i < 1000; i++)
        {
            if (TryReceive() is { } received) return received;
            Thread.Sleep(1);
        }

        return null;
    }

    public bool IsEmpty => TryReceive() is null;

    public void Dispose() => _ = close(_socket);

    private (byte[] Message, uint FlowLabel)? TryReceive()
    {
        var data = stackalloc byte[2048];
        var control = stackalloc byte[256];
        var vector = new IoVector { Base = data, Length = 2048 };
        var header = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 256 };
        var length = recvmsg(_socket, &header, DontWait);
        return length < 0 ? null : (new ReadOnlySpan<byte>(data, (int)length).ToArray(), FlowLabel(new(control, (int)header.ControlLength)));
    }

    // struct cmsghdr: 8 bytes of length, 4 of level, 4 of type, then the flow information in network order.
    private static uint FlowLabel(ReadOnlySpan<byte> control) =>
        control.Length >= 20 && BinaryPrimitives.ReadInt32LittleEndian(control[12..]) == OptionFlowInfo
            ? BinaryPrimitives.ReadUInt32BigEndian(control[16..]) & Ipv6Header.MaximumFlowLabel
            : 0;

    private void Set(int option, int value) => Require(setsockopt(_socket, LevelIpv6, option, &value, sizeof(int)), "setsockopt");

    private static Span<byte> Address(Span<byte> name, Ipv6Address address)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(name, Inet6);
        address.Write(name[8..]);
        return name;
    }

    private static int Require(int result, string call) =>
        result >= 0 ? result : throw new TrialException($"{call}: errno {Marshal.GetLastSystemError()}");

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

#pragma warning disable SYSLIB1054, CA2101, IDE1006 // The system calls by their own names.
    [LibraryImport("libc")]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int bind(int socket, byte* address, uint length);

    [LibraryImport("libc")]
    private static partial int connect(int socket, byte* address, uint length);

    [LibraryImport("libc")]
    private static partial nint send(int socket, byte* data, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint recvmsg(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc")]
    private static partial int setsockopt(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
#pragma warning restore SYSLIB1054, CA2101, IDE1006
}
