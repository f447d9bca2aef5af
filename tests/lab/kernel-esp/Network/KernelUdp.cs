using System.Net;
using System.Net.Sockets;
using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>A normal UDP socket of the kernel's side.</summary>
internal sealed class KernelUdp : IDisposable
{
    public const ushort Port = 5000;
    public const ushort OurPort = 6000;

    private readonly Socket _socket;
    private readonly IPEndPoint _ours;

    public KernelUdp(Ends ends)
    {
        _socket = new Socket(ends.Kernel.IsIpv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(Address(ends.Kernel), Port));
        _ours = new IPEndPoint(Address(ends.Ours), OurPort);
    }

    public void Send(ReadOnlySpan<byte> payload) => _socket.SendTo(payload, _ours);

    /// <summary>The next payload, or null if none comes.</summary>
    public byte[]? Receive()
    {
        if (!_socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead)) return null;
        var buffer = new byte[2048];
        return buffer[.._socket.Receive(buffer)];
    }

    public bool IsEmpty => !_socket.Poll(0, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();

    private static IPAddress Address(IpAddress address) => IPAddress.Parse(address.ToString());
}
