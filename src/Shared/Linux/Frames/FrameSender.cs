using System.Runtime.CompilerServices;
using DsMip.Linux.Interop;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// Sends complete IP packets of both families. The kernel routes by destination, mark and device, and leaves the packet as it is, except
/// that it sets Total Length, Header Checksum and, if zero, Identification of IPv4. It does not fragment: longer than the MTU is EMSGSIZE.
/// What leaves here is below IPsec: no policy of the host seals or holds it.
/// Any number of threads.
/// </summary>
public sealed unsafe class FrameSender : IDisposable
{
    private const int QueueBytes = 4 << 20;
    private const int Raw = 255; // IPPROTO_RAW implies IP_HDRINCL and IPV6_HDRINCL

    private volatile IFrameObserver? _observer;

    /// <param name="mark">SO_MARK on everything sent, 0 for none.</param>
    /// <param name="device">Send by this interface only (SO_BINDTODEVICE).</param>
    /// <exception cref="LinuxException">A capability or the interface is missing.</exception>
    public FrameSender(uint mark = 0, string? device = null)
    {
        Ipv4 = Open(Af.Inet, "IPv4", mark, device);
        try
        {
            Ipv6 = Open(Af.Inet6, "IPv6", mark, device);
        }
        catch
        {
            Ipv4.Dispose();
            throw;
        }
    }

    internal Descriptor Ipv4 { get; }
    internal Descriptor Ipv6 { get; }

    /// <summary>Sees what is sent from now on, in batches as well; null: nobody does.</summary>
    public IFrameObserver? Observer
    {
        get => _observer;
        set => _observer = value;
    }

    /// <summary>Sends one packet; network conditions are results, not exceptions. EINVAL: not an IP packet.</summary>
    /// <param name="frame">A complete packet, nothing behind it.</param>
    /// <param name="interfaceIndex">For link-local IPv6 destinations: by which interface. 0 otherwise.</param>
    public Errno Send(ReadOnlySpan<byte> frame, int interfaceIndex = 0)
    {
        var name = default(SocketAddressIpv6);
        var length = Destination(frame, interfaceIndex, &name);
        if (length == 0) return Errno.EINVAL;
        fixed (byte* bytes = frame)
        {
            var sent = Libc.SendTo(SocketFor(frame), bytes, (nuint)frame.Length, MessageFlag.DontWait, &name, length);
            if (sent < 0) return LinuxException.LastErrno;
        }
        _observer?.Sent(frame);
        return Errno.None;
    }

    public void Dispose()
    {
        Ipv4.Dispose();
        Ipv6.Dispose();
    }

    internal Descriptor SocketFor(ReadOnlySpan<byte> frame) => IsIpv4(frame) ? Ipv4 : Ipv6;

    internal static bool IsIpv4(ReadOnlySpan<byte> frame) => frame[0] >> 4 == 4;

    /// <summary>Writes the socket address of the packet's destination; answers its length, 0 if this is no IP packet.</summary>
    internal static uint Destination(ReadOnlySpan<byte> frame, int interfaceIndex, SocketAddressIpv6* name)
    {
        *name = default;
        if (frame.Length >= 20 && frame[0] >> 4 == 4)
        {
            var ipv4 = (SocketAddressIpv4*)name;
            ipv4->Family = Af.Inet;
            ipv4->Address = Unsafe.ReadUnaligned<uint>(in frame[16]);
            return (uint)sizeof(SocketAddressIpv4);
        }
        if (frame.Length < SyntheticHeader.Ipv6Size || frame[0] >> 4 != 6) return 0;
        name->Family = Af.Inet6;
        frame.Slice(24, Ipv6Address.Size).CopyTo(name->Address);
        name->ScopeId = (uint)interfaceIndex;
        return (uint)sizeof(SocketAddressIpv6);
    }

    private static Descriptor Open(int family, string familyName, uint mark, string? device)
    {
        var socket = Sockets.Open(family, SocketType.Raw | SocketType.NonBlocking, Raw, $"opening a raw {familyName} socket to send with");
        try
        {
            Sockets.Mark(socket, mark);
            Sockets.BindToDevice(socket, device);
            Sockets.SendBuffer(socket, QueueBytes);
            SocketPolicy.Bypass(socket, (IpFamily)family);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
