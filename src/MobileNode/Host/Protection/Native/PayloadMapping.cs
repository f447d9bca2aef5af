using System.Net;
using System.Net.Sockets;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>
/// The NAT's mapping of UDP port 4500, by which protected payload comes in IPv4 networks (RFC 5555 5). The home agent learns it from the first sealed
/// packet, so that one is sent before any payload is: an echo request to the home agent. Keepalives hold it open (RFC 3948 4).
/// </summary>
internal sealed class PayloadMapping(Ipv6Address homeAddress, Ipv6Address homeAgent, Action sendKeepalive)
{
    /// <summary>RFC 3948 4: the default.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    // The caller looks this often, at least.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EchoInterval = TimeSpan.FromSeconds(1);
    private const int Echoes = 3;

    private BidirectionalTunnel? _tunnel;
    private DateTimeOffset? _last;
    private int _echoes;

    public void SetTunnel(BidirectionalTunnel? tunnel)
    {
        if (tunnel == _tunnel) return;
        _tunnel = tunnel;
        _last = null;
        _echoes = 0;
        if (tunnel is { Remote.IsIpv4: true }) Echo();
    }

    /// <summary>To be called every few seconds.</summary>
    public void Look(DateTimeOffset now)
    {
        if (_tunnel is not { Remote.IsIpv4: true }) return;
        var since = now - (_last ??= now);
        if (_echoes < Echoes ? since < EchoInterval : since < Interval - Slack) return;
        _last = now;
        if (_echoes < Echoes) Echo();
        else sendKeepalive();
    }

    // By the kernel, whose policy seals it: nothing of this process may look like payload.
    private void Echo()
    {
        _echoes++;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
            socket.Blocking = false;
            socket.Bind(EndPoint(homeAddress));
            socket.SendTo(EchoRequest.Bytes, EndPoint(homeAgent));
        }
        catch (SocketException)
        {
            // No key yet, or no way: tried again.
        }
    }

    private static IPEndPoint EndPoint(Ipv6Address address) => new(IPAddress.Parse(address.ToString()), 0);
}
