using DsMip.HomeAgent.Core.Errors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// Tells strangers what is wrong with their mobility signalling (RFC 6275 9.2, 9.3.1), not too often (9.3.3, RFC 4443 2.4(f)): the source of
/// such a packet may be forged, and whoever has that address gets the answers.
/// </summary>
/// <param name="send">Takes complete IPv6 packets.</param>
internal sealed class SignallingErrors(
    Ipv6Address homeAgent, BindingTable bindings, IMobileNodeDirectory directory, SignallingErrors.Sender send, HomeAgentMetrics metrics, AuditLog audit)
{
    public const int PerSecond = 100, PerSourceAndSecond = 5;
    private const int NextHeaderOffset = 6;

    private readonly SecondlyBudget<Ipv6Address> _each = new(PerSourceAndSecond);
    private readonly SecondlyBudget<int> _all = new(PerSecond);

    /// <summary>Sources that are remembered.</summary>
    public int Sources => _each.Keys;

    public delegate Errno Sender(ReadOnlySpan<byte> packet);

    /// <summary>True: there is a fault, which was counted and as a rule told, and nobody has any more use for the packet.</summary>
    /// <param name="frame">As it came from the wire.</param>
    public bool TryTake(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (!MayBeAtFault(frame) || !Ipv6Header.TryRead(frame, out var header, out _)) return false;
        var packet = frame[..header.PacketLength];
        if (!SignallingFault.TryFind(packet, homeAgent, bindings, directory.Contains, now, out var fault)) return false;
        audit.Dropped(fault.Why, fault.HomeAddress, fault.Source);
        // The shared budget is taken from last: who has used up his own takes nothing of it. And it is looked at first: sources that are forged to be
        // all different fill no memory.
        if (!_all.HasRoom(0, now) || !_each.TryTake(fault.Source, now) || !_all.TryTake(0, now)) return true;
        if (send(SignallingErrorMessage.Write(fault, packet, homeAgent)) != Errno.None) metrics.Dropped(DropReason.Unreachable);
        else if (fault.IsBindingError) metrics.BindingErrorSent(fault.Status);
        return true;
    }

    /// <summary>Payload in tunnels has to get past this quickly.</summary>
    private static bool MayBeAtFault(ReadOnlySpan<byte> frame) =>
        IpVersion.Of(frame) == 6 && frame.Length >= Ipv6Header.Size && frame[NextHeaderOffset] is IpProtocol.DestinationOptions or IpProtocol.MobilityHeader;
}
