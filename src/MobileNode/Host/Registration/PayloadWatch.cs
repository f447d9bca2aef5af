using DsMip.MobileNode.Core;
using DsMip.Tunnel;

namespace DsMip.MobileNode.Registration;

/// <summary>
/// Notices persistent loss over IPv4 IP-in-IP (RFC 5555 4.4.1): much goes into the tunnel and nothing at all comes out, though Binding Updates,
/// which travel in UDP, are answered. Some firewalls do that.
/// </summary>
internal sealed class PayloadWatch
{
    /// <summary>How long nothing may come back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private const int EnoughSent = 20;

    private (DateTimeOffset Since, long Sent, long Received, BidirectionalTunnel? Tunnel) _mark;

    /// <summary>True when flag F should be tried. To be asked every few seconds.</summary>
    public bool IsLost(RegistrationStatus status, long sent, long received, DateTimeOffset now)
    {
        if (status.Tunnel is not { Encapsulation: Encapsulation.Ipv4 } || status.Tunnel != _mark.Tunnel || received != _mark.Received)
            _mark = (now, sent, received, status.Tunnel);
        if (now - _mark.Since < Window || sent - _mark.Sent < EnoughSent) return false;
        _mark = (now, sent, received, status.Tunnel);
        return true;
    }
}
