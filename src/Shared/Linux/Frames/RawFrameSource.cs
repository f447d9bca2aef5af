using System.Buffers.Binary;
using DsMip.Linux.Interop;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Linux;

/// <summary>
/// A protocol directly over IP: 41 and 4 (RFC 2473, RFC 4213) need no tunnel device that way, and the kernel does not answer with
/// "protocol unreachable" while the socket is open. Also the ICMP errors that outer packets provoke.
/// </summary>
public sealed class RawFrameSource : IFrameSource
{
    private readonly FrameReceiver _receiver;
    private readonly byte _protocol;
    private readonly bool _isIpv6;

    private RawFrameSource(FrameSourceKind kind, bool isIpv6, byte protocol, Action<Descriptor>? configure)
    {
        Kind = kind;
        _isIpv6 = isIpv6;
        _protocol = protocol;
        var name = $"raw {(isIpv6 ? "IPv6" : "IPv4")} socket of protocol {protocol}";
        var socket = Sockets.Open(isIpv6 ? Af.Inet6 : Af.Inet, SocketType.Raw | SocketType.NonBlocking, protocol, $"opening a {name}");
        _receiver = new FrameReceiver(socket, isIpv6 ? SyntheticHeader.Ipv6Size : 0, name);
        try
        {
            if (isIpv6) ReceivedIpv6.AskForHeaderFields(socket);
            configure?.Invoke(socket);
            _receiver.EnlargeQueue();
        }
        catch
        {
            _receiver.Dispose();
            throw;
        }
    }

    public FrameSourceKind Kind { get; }
    public int FileDescriptor => _receiver.Socket.Number;
    public long Truncated => _receiver.Truncated;
    public long QueueDrops => _receiver.QueueDrops;

    /// <summary>Frames IPv4 | <paramref name="protocol"/>, optionally only those sent to one local address.</summary>
    public static RawFrameSource Ipv4(byte protocol, Ipv4Address? local = null) =>
        new(FrameSourceKind.RawIpv4, false, protocol, socket =>
        {
            if (local is { } address) Sockets.Bind(socket, address, 0, $"binding a raw socket to {address}");
        });

    /// <summary>Frames IPv6 | <paramref name="protocol"/>, optionally only those sent to one local address.</summary>
    public static RawFrameSource Ipv6(byte protocol, Ipv6Address? local = null) =>
        new(FrameSourceKind.RawIpv6, true, protocol, socket =>
        {
            if (local is { } address) Sockets.Bind(socket, address, $"binding a raw socket to {address}");
        });

    /// <summary>ICMP errors (RFC 792): destination unreachable, source quench, time exceeded, parameter problem.</summary>
    public static RawFrameSource Ipv4Errors() =>
        new(FrameSourceKind.IcmpError, false, IpProtocol.Icmp, socket =>
        {
            const int passed = 1 << 3 | 1 << 4 | 1 << 11 | 1 << 12;
            Sockets.Set(socket, Level.Raw, IcmpOption.Filter, ~passed, "setting ICMP_FILTER");
        });

    /// <summary>ICMPv6 errors (RFC 4443): types 1 to 4. The kernel has verified the checksum.</summary>
    public static RawFrameSource Ipv6Errors() =>
        new(FrameSourceKind.Icmpv6Error, true, IpProtocol.Icmpv6, socket => PassOnly(socket, 1, 2, 3, 4));

    /// <summary>Home Agent Address Discovery Requests or Replies (RFC 6275 6.5, 6.6). The kernel has verified the checksum.</summary>
    public static RawFrameSource AddressDiscovery(Icmpv6Type type) =>
        new(FrameSourceKind.AddressDiscovery, true, IpProtocol.Icmpv6, socket => PassOnly(socket, (byte)type));

    public int Receive(IFrameHandler handler)
    {
        var count = _receiver.Receive();
        for (var i = 0; i < count; i++)
            if (_receiver.IsWhole(i)) Deliver(handler, i);
        return count;
    }

    public void Dispose() => _receiver.Dispose();

    private static void PassOnly(Descriptor socket, params ReadOnlySpan<byte> types)
    {
        Span<byte> blocked = stackalloc byte[32];
        blocked.Fill(0xff);
        // Words of the machine's own byte order, one bit a type.
        foreach (var type in types)
        {
            var word = blocked[(type / 32 * 4)..];
            BinaryPrimitives.WriteUInt32LittleEndian(word, BinaryPrimitives.ReadUInt32LittleEndian(word) & ~(1u << type % 32));
        }
        Sockets.Set(socket, Level.Icmpv6, IcmpOption.Filter, blocked, "setting ICMP6_FILTER");
    }

    private void Deliver(IFrameHandler handler, int index)
    {
        var batch = _receiver.Batch;
        var length = _isIpv6 ? ReceivedIpv6.RestoreHeader(batch, index, _protocol) : batch.Length(index);
        handler.Handle(this, batch.Buffer(index), FrameLayout.Headroom, length);
    }
}
