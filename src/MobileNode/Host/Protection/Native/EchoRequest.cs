using System.Net;
using System.Net.Sockets;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>An ICMPv6 Echo Request (RFC 4443 4.1); the kernel fills in the checksum, and its policy seals it: nothing of this process may look like payload.</summary>
internal static class EchoRequest
{
    private const byte Type = 128;

    private static readonly byte[] Message = [Type, 0, 0, 0, 0x41, 0x91, 0, 1];

    /// <summary>Without a key or a way nothing is sent.</summary>
    public static void Send(Ipv6Address source, Ipv6Address destination)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
            socket.Blocking = false;
            socket.Bind(EndPoint(source));
            socket.SendTo(Message, EndPoint(destination));
        }
        catch (SocketException)
        {
            // Whoever needs it tries again.
        }
    }

    private static IPEndPoint EndPoint(Ipv6Address address) => new(IPAddress.Parse(address.ToString()), 0);
}
