using System.Text;
using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>
/// A TUN interface without packet information: one read or write is one IP packet. It vanishes when disposed. Writing is for any thread,
/// receiving for one.
/// </summary>
public sealed unsafe class TunDevice : IFrameSource
{
    private const string Path = "/dev/net/tun";
    private const int MaximumName = 15;
    private const nuint SetInterface = 0x400454ca; // TUNSETIFF
    private const short TunWithoutPacketInformation = 0x1001; // IFF_TUN | IFF_NO_PI

    private readonly Descriptor _descriptor;
    private readonly byte[] _buffers = GC.AllocateArray<byte>(FrameLayout.BatchSize * FrameLayout.BufferSize, pinned: true);
    private long _truncated;

    private TunDevice(Descriptor descriptor, string name)
    {
        _descriptor = descriptor;
        Name = name;
        InterfaceIndex = Sockets.InterfaceIndex(name);
    }

    public string Name { get; }
    public int InterfaceIndex { get; }
    public FrameSourceKind Kind => FrameSourceKind.Tunnel;
    public int FileDescriptor => _descriptor.Number;
    public long Truncated => Volatile.Read(ref _truncated);

    /// <summary>Always 0: a full TUN queue shows as tx_dropped of the interface.</summary>
    public long QueueDrops => 0;

    /// <summary>Creates the interface in the calling thread's network namespace; it is down and has no address yet.</summary>
    /// <param name="name">At most 15 characters; the kernel puts a number for "%d".</param>
    /// <exception cref="LinuxException">The device is missing, the interface is in use, or CAP_NET_ADMIN is missing.</exception>
    public static TunDevice Open(string name)
    {
        var encoded = Encoding.UTF8.GetBytes(name);
        if (encoded.Length is 0 or > MaximumName) throw new ArgumentException($"'{name}' is not 1 to {MaximumName} bytes long", nameof(name));
        var descriptor = Libc.Open(Path, OpenFlag.ReadWrite | OpenFlag.NonBlocking | OpenFlag.CloseOnExec);
        if (descriptor.IsInvalid) throw LinuxException.Last($"opening {Path}", OpenRemedy(LinuxException.LastErrno));
        try
        {
            return new TunDevice(descriptor, Attach(descriptor, name, encoded));
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>The next packet: its length, or 0 if there is none now.</summary>
    /// <exception cref="LinuxException">The interface was deleted.</exception>
    public int Read(Span<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            var length = Libc.Read(_descriptor, bytes, (nuint)frame.Length);
            return length >= 0 ? (int)length : Tolerate(LinuxException.LastErrno);
        }
    }

    /// <summary>Gives one packet to the kernel as if it arrived on this interface. EIO: the interface is down; EINVAL: not an IP packet.</summary>
    public Errno Write(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
            return Libc.Write(_descriptor, bytes, (nuint)frame.Length) >= 0 ? Errno.None : LinuxException.LastErrno;
    }

    public int Receive(IFrameHandler handler)
    {
        for (var i = 0; i < FrameLayout.BatchSize; i++)
        {
            var buffer = _buffers.AsSpan(i * FrameLayout.BufferSize, FrameLayout.BufferSize);
            // One byte more than the largest frame tells a longer one, which read(2) cuts without a word.
            var length = Read(buffer.Slice(FrameLayout.Headroom, FrameLayout.MaximumFrame + 1));
            if (length == 0) return i;
            if (length <= FrameLayout.MaximumFrame) handler.Handle(this, buffer, FrameLayout.Headroom, length);
            else Volatile.Write(ref _truncated, _truncated + 1);
        }
        return FrameLayout.BatchSize;
    }

    public void Dispose() => _descriptor.Dispose();

    private static string Attach(Descriptor descriptor, string name, byte[] encoded)
    {
        var request = new InterfaceRequest { Flags = TunWithoutPacketInformation };
        encoded.CopyTo(request.Name);
        if (Libc.Control(descriptor, SetInterface, &request) != 0)
            throw LinuxException.Last($"creating TUN interface {name}", AttachRemedy(name, LinuxException.LastErrno));
        ReadOnlySpan<byte> given = request.Name;
        return Encoding.UTF8.GetString(given[..given.IndexOf((byte)0)]);
    }

    private int Tolerate(Errno errno) => errno is Errno.EAGAIN or Errno.EINTR
        ? 0
        : throw new LinuxException($"reading from TUN interface {Name}", errno, errno == Errno.EBADFD ? "the interface was deleted" : null);

    private static string? OpenRemedy(Errno errno) => errno switch
    {
        Errno.ENOENT => $"{Path} is missing: modprobe tun, and give a container the device",
        Errno.ENODEV or Errno.ENXIO => "the kernel has no TUN driver: modprobe tun",
        _ => null,
    };

    private static string? AttachRemedy(string name, Errno errno) => errno switch
    {
        Errno.EPERM => "needs CAP_NET_ADMIN: run as root",
        Errno.EBUSY => "another process holds this interface",
        Errno.EINVAL => $"an interface {name} exists that is not TUN: 'ip -d link show {name}'",
        _ => null,
    };
}
