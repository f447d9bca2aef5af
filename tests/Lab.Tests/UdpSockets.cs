using System.Net;
using System.Net.Sockets;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests;

internal static class UdpSockets
{
    public static Socket Open(NetworkNamespace space, string address, int port) => space.Enter(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 2000 };
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        return socket;
    });

    public static (string Address, int Port) SendAndSee(Socket sender, Socket receiver)
    {
        sender.SendTo("hello"u8, receiver.LocalEndPoint!);
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        receiver.ReceiveFrom(new byte[16], ref from);
        var seen = (IPEndPoint)from;
        return (seen.Address.ToString(), seen.Port);
    }
}
